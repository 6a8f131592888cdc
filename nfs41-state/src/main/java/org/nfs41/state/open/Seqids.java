package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;

/** The seqids of state ids: how they go up and how one from the wire is judged (section 8.2.2). */
final class Seqids {
    /** The seqid of new state. */
    static final int FIRST = 1;

    /**
     * Seqids wrap (section 8.2.2): two that are further apart than this are compared as numbers,
     * closer ones across the wrap. The RFC takes the count of a client's slots, which bounds how
     * many changes can be on their way at once; this is more than any client's slots.
     */
    private static final int WRAP_WINDOW = 1 << 20;

    private Seqids() {}

    /** The one behind; zero is none. */
    static int next(int seqid) {
        return seqid == -1 ? FIRST : seqid + 1;
    }

    /** The one before. */
    static int previous(int seqid) {
        return seqid == FIRST ? -1 : seqid - 1;
    }

    /**
     * OK for the current one and for zero, which stands for it; OLD_STATEID for an earlier one,
     * BAD_STATEID for one that has not been yet (section 8.2.4).
     */
    static NfsStatus check(int seqid, int current) {
        if (seqid == 0 || seqid == current) {
            return NfsStatus.OK;
        }
        return isOlder(seqid, current) ? NfsStatus.OLD_STATEID : NfsStatus.BAD_STATEID;
    }

    private static boolean isOlder(int seqid, int current) {
        boolean wrapped =
                (nearEnd(seqid) && nearStart(current)) || (nearStart(seqid) && nearEnd(current));
        return Integer.compareUnsigned(seqid, current) < 0 != wrapped;
    }

    private static boolean nearStart(int seqid) {
        return Integer.compareUnsigned(seqid, WRAP_WINDOW) < 0;
    }

    private static boolean nearEnd(int seqid) {
        return Integer.compareUnsigned(seqid, -1 - WRAP_WINDOW) > 0;
    }
}
