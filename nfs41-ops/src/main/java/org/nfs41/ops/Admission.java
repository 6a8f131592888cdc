package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.Slot;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

/**
 * What SEQUENCE decided: whether the COMPOUND's further operations are executed and what becomes of
 * its slot afterwards.
 *
 * <p>The two refusals are constants. Permission to execute belongs to a {@link CompoundContext} and
 * is {@linkplain #execute given} for one COMPOUND after the other, so that none is allocated per
 * request.
 */
final class Admission {
    /** What happens to the operations behind SEQUENCE. */
    enum Verdict {
        /** They are executed. */
        EXECUTE,
        /** Nothing: the reply is complete, by an error of SEQUENCE or from the slot. */
        ANSWERED,
        /** They have been executed before and their results are gone. */
        UNCACHED
    }

    static final Admission ANSWERED = new Admission(Verdict.ANSWERED);
    static final Admission UNCACHED = new Admission(Verdict.UNCACHED);

    private final Verdict verdict;
    private @Nullable Slot slot;
    private boolean cacheThis;
    private NfsStatus tooBig = NfsStatus.REP_TOO_BIG;

    private Admission(Verdict verdict) {
        this.verdict = verdict;
    }

    /** A permission to execute that has not been given. */
    static Admission ofContext() {
        return new Admission(Verdict.EXECUTE);
    }

    /**
     * Permits the operations behind SEQUENCE.
     *
     * @param slot the slot that was claimed
     * @param cacheThis whether the slot keeps the reply
     * @param tooBig what an operation gets whose result passes the limit (RFC 8881 section
     *     2.10.6.4)
     */
    Admission execute(Slot slot, boolean cacheThis, NfsStatus tooBig) {
        this.slot = slot;
        this.cacheThis = cacheThis;
        this.tooBig = tooBig;
        return this;
    }

    Verdict verdict() {
        return verdict;
    }

    NfsStatus tooBig() {
        return tooBig;
    }

    /** Whether the slot keeps the reply. */
    boolean cachesThis() {
        return cacheThis;
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
