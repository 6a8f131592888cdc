package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * What one open owner has open of one file (RFC 8881 section 8.2.1): one {@code other}, one seqid,
 * the union of the modes of all its OPENs.
 *
 * <p>Changed only under the monitor of its {@link FileOpens}. What I/O needs is read without it:
 * seqid, modes and whether it is closed lie in one word, so they are always of one moment.
 */
final class OpenState<F> {
    /**
     * Seqids wrap (section 8.2.2): two that are further apart than this are compared as numbers,
     * closer ones across the wrap. The RFC takes the count of a client's slots, which bounds how
     * many changes can be on their way at once; this is more than any client's slots.
     */
    private static final int WRAP_WINDOW = 1 << 20;

    private static final int DENY_SHIFT = 2;
    private static final long CLOSED = 1L << 4;

    final OwnerKey owner;
    final ClientOpens<F> client;
    final FileOpens<F> file;
    final long otherHigh;
    final int otherLow;

    private volatile long word;

    // guarded by file
    private int accessSeen;
    private int denySeen;

    OpenState(OwnerKey owner, ClientOpens<F> client, FileOpens<F> file, StateId id, Share share) {
        this.owner = owner;
        this.client = client;
        this.file = file;
        this.otherHigh = id.otherHigh();
        this.otherLow = id.otherLow();
        this.word = pack(id.seqid(), share);
        see(share);
    }

    StateId id() {
        return new StateId(seqidOf(word), otherHigh, otherLow);
    }

    Share share() {
        return shareOf(word);
    }

    /**
     * Whether a state id with this seqid may do this (RFC 8881 section 8.2.4).
     *
     * @param access bits of {@link Share}, or {@link Share#NONE} if the modes do not matter
     * @return OK, BAD_STATEID, OLD_STATEID or OPENMODE
     */
    NfsStatus check(int seqid, int access) {
        long now = word;
        if ((now & CLOSED) != 0) {
            return NfsStatus.BAD_STATEID;
        }
        int current = seqidOf(now);
        if (seqid != 0 && seqid != current) {
            return isOlder(seqid, current) ? NfsStatus.OLD_STATEID : NfsStatus.BAD_STATEID;
        }
        return (access & ~((int) now) & Share.BOTH) == 0 ? NfsStatus.OK : NfsStatus.OPENMODE;
    }

    /** Adds an OPEN's modes; caller holds the file's monitor. */
    void upgradeLocked(Share share) {
        see(share);
        advanceLocked(share().union(share));
    }

    /** Takes back the last upgrade, of which nobody knows; caller holds the file's monitor. */
    void withdrawLocked(Share before) {
        accessSeen = subsets(accessSeen, before.access());
        denySeen = subsets(denySeen, before.deny());
        int previous = seqidOf(word) - 1;
        word = pack(previous == 0 ? -1 : previous, before);
    }

    /** Takes exactly these modes; caller holds the file's monitor. */
    void replaceLocked(Share share) {
        accessSeen = subsets(accessSeen, share.access());
        denySeen = subsets(denySeen, share.deny());
        advanceLocked(share);
    }

    /** Makes every further use fail; caller holds the file's monitor. */
    void closeLocked() {
        word = CLOSED;
    }

    boolean isClosed() {
        return (word & CLOSED) != 0;
    }

    /**
     * Whether both modes are unions of modes that were opened (RFC 8881 section 18.18.3). No deny
     * bits are the union of no opens.
     */
    boolean canReduceLocked(Share share) {
        return union(accessSeen, share.access()) == share.access()
                && union(denySeen, share.deny()) == share.deny();
    }

    private void advanceLocked(Share share) {
        int next = seqidOf(word) + 1;
        word = pack(next == 0 ? 1 : next, share);
    }

    private void see(Share share) {
        accessSeen |= 1 << share.access();
        denySeen |= 1 << share.deny();
    }

    /** Of the modes in {@code seen}, those that lie within {@code mode}. */
    private static int subsets(int seen, int mode) {
        int kept = 0;
        for (int each = 0; each <= Share.BOTH; each++) {
            if ((each & ~mode) == 0) {
                kept |= seen & 1 << each;
            }
        }
        return kept;
    }

    private static int union(int seen, int mode) {
        int union = 0;
        for (int each = 0; each <= Share.BOTH; each++) {
            if ((each & ~mode) == 0 && (seen & 1 << each) != 0) {
                union |= each;
            }
        }
        return union;
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

    private static long pack(int seqid, Share share) {
        return (long) seqid << Integer.SIZE | share.deny() << DENY_SHIFT | share.access();
    }

    private static int seqidOf(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static Share shareOf(long word) {
        return new Share((int) word & Share.BOTH, (int) word >>> DENY_SHIFT & Share.BOTH);
    }
}
