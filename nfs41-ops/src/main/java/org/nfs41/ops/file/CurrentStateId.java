package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.state.open.SpecialStateIds;
import org.nfs41.xdr.StateId;

/** Puts the current state id in place of its special value (RFC 8881 section 8.2.3). */
final class CurrentStateId {
    private CurrentStateId() {}

    /**
     * The state id that an operation's argument means, for all operations but CLOSE and
     * OPEN_DOWNGRADE: a substituted one matches whatever seqid is current.
     *
     * @return the argument unless it is the special value; the invalid state id if there is no
     *     current one or that is itself special
     */
    static StateId resolve(CompoundContext cx, StateId argument) {
        if (!argument.equals(StateId.CURRENT)) {
            return argument;
        }
        StateId current = current(cx);
        return current.equals(StateId.INVALID) ? current : current.withSeqid(0);
    }

    /** The same for CLOSE and OPEN_DOWNGRADE, for which the seqid counts. */
    static StateId resolveExact(CompoundContext cx, StateId argument) {
        return argument.equals(StateId.CURRENT) ? current(cx) : argument;
    }

    private static StateId current(CompoundContext cx) {
        StateId current = cx.currentStateId();
        return current == null || SpecialStateIds.isReserved(current) ? StateId.INVALID : current;
    }
}
