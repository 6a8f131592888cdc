package org.nfs41.state.callback;

import org.nfs41.xdr.cb.CbResOp;

/** What became of a call to a client. */
public sealed interface CallOutcome {
    /** The client cannot be reached; it may have carried the call out. */
    CallOutcome UNREACHABLE = new Unreachable(true);

    /** The client cannot be reached, and has surely not carried the call out. */
    CallOutcome NOT_EXECUTED = new Unreachable(false);

    /**
     * The client has carried it out or refused it.
     *
     * @param result of the operation, not of CB_SEQUENCE; owns its bytes
     */
    record Answered(CbResOp result) implements CallOutcome {}

    /**
     * The client has not answered in the time that calls have, over none of its connections, has
     * none, or has ended; or the call was not wanted any more before it could be sent.
     *
     * @param maybeExecuted whether it is not known if the client has carried it out
     */
    record Unreachable(boolean maybeExecuted) implements CallOutcome {}
}
