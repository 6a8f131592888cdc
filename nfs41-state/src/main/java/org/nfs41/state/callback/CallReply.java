package org.nfs41.state.callback;

import org.nfs41.xdr.cb.CbCompoundRes;

/** What came of one try to send a call. */
public sealed interface CallReply {
    /**
     * The client has answered.
     *
     * @param compound its whole answer; owns its bytes
     */
    record Results(CbCompoundRes compound) implements CallReply {}

    /** The client has not answered, or not with a CB_COMPOUND4res. */
    enum Failure implements CallReply {
        /** The connection ended before there was a reply. */
        LOST,
        /** There was no reply for very long, and none is awaited any more. */
        TIMED_OUT,
        /** The connection had ended before: the client has not got the call. */
        NOT_SENT,
        /** Too many calls await their reply on the connection: the client has not got this one. */
        CROWDED,
        /** The reply does not decode. */
        GARBAGE,
        /** The client does not serve such a program on this connection. */
        NOT_SERVED,
        /** The client does not take the credential. */
        DENIED,
        /** The client could not decode the arguments. */
        BAD_ARGUMENTS,
        /** The client has failed for reasons of its own, perhaps half way. */
        FAILED
    }
}
