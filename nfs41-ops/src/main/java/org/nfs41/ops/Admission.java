package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.Slot;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

/**
 * What SEQUENCE decided: whether the COMPOUND's further operations are executed and what becomes of
 * its slot afterwards.
 *
 * @param verdict what happens to the operations behind SEQUENCE
 * @param slot the slot that was claimed; null unless they are executed
 * @param cacheThis whether the slot keeps the reply
 * @param tooBig what an operation gets whose result passes the limit (RFC 8881 section 2.10.6.4)
 */
record Admission(Verdict verdict, @Nullable Slot slot, boolean cacheThis, NfsStatus tooBig) {
    /** What happens to the operations behind SEQUENCE. */
    enum Verdict {
        /** They are executed. */
        EXECUTE,
        /** Nothing: the reply is complete, by an error of SEQUENCE or from the slot. */
        ANSWERED,
        /** They have been executed before and their results are gone. */
        UNCACHED
    }

    static final Admission ANSWERED =
            new Admission(Verdict.ANSWERED, null, false, NfsStatus.REP_TOO_BIG);
    static final Admission UNCACHED =
            new Admission(Verdict.UNCACHED, null, false, NfsStatus.REP_TOO_BIG);

    static Admission execute(Slot slot, boolean cacheThis, NfsStatus tooBig) {
        return new Admission(Verdict.EXECUTE, slot, cacheThis, tooBig);
    }

    /** Hands the slot its reply, from {@code start} up to the writer's position. */
    void complete(XdrWriter out, int start) {
        if (slot != null) {
            slot.complete(out.buffer(), start, out.position(), cacheThis);
        }
    }

    /** Frees the slot without a reply to keep. */
    void abandon() {
        if (slot != null) {
            slot.abandon();
        }
    }
}
