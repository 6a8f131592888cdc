package org.nfs41.state.callback;

import org.nfs41.xdr.cb.CbResOp;

/** What became of a call to a client. */
public sealed interface CallOutcome {
    /** The one {@link Unreachable}. */
    CallOutcome UNREACHABLE = new Unreachable();

    /**
     * The client has carried it out or refused it.
     *
     * @param result of the operation, not of CB_SEQUENCE; owns its bytes
     */
    record Answered(CbResOp result) implements CallOutcome {}

    /**
     * The client has not answered in the time that calls have, over none of its connections, has
     * none, or has ended. Whether it has carried the call out is not known.
     */
    record Unreachable() implements CallOutcome {}
}
