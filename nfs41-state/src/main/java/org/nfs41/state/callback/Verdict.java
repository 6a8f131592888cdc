package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceResOk;

/** What a reply means for the call and for the slot that it was sent on. */
sealed interface Verdict {
    /** The call has its result. The slot goes on to the next sequence id. */
    record Answered(CbSequenceResOk sequence, CbResOp result) implements Verdict {}

    /**
     * The client has executed the call, but does not have the reply any more. The slot goes on to
     * the next sequence id.
     *
     * @param sequence the result of CB_SEQUENCE, or null if that was where the client said so
     */
    record Executed(@Nullable CbSequenceResOk sequence) implements Verdict {}

    /** The client will not do it in this session. The slot stays at its sequence id. */
    record Refused(NfsStatus status) implements Verdict {}

    /** There is no result yet. The slot stays at its sequence id. */
    enum Unfinished implements Verdict {
        /** To be sent again after a pause, as often as it takes. */
        LATER,
        /** To be sent again after a pause, but not without end: something is wrong. */
        AGAIN,
        /** As {@link #AGAIN}, and the client may have executed it. */
        AGAIN_UNSURE,
        /** To be sent again on another connection: the client has not got it on this one. */
        ELSEWHERE,
        /** To be sent again on another connection: the client may have executed it. */
        LOST,
        /** To be sent on another slot: the client does not want calls on this one. */
        LOWER,
        /** There is no telling what sequence id the client expects: the channel is of no use. */
        FAULT
    }
}
