package org.nfs41.rpc;

import java.io.IOException;

/** A call that got no usable answer. Without a stack trace: it is made on an event loop. */
public final class RpcException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The connection could not be made. */
        CONNECT_FAILED,
        /** The connection ended before the reply came; the call may have been executed. */
        CONNECTION_LOST,
        /** The connection or client had been closed by its user; the call was not sent. */
        CLOSED,
        /** No reply came in time; the call may have been executed. */
        TIMED_OUT,
        /** The reply does not decode. */
        BAD_REPLY,
        /** The peer answered, but not with success. */
        REFUSED,
        /** Too many calls are waiting for their reply; the call was not sent. */
        TOO_MANY_CALLS
    }

    private final Kind kind;

    /** An error with a message that says what happened to which connection. */
    public RpcException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The same with what led to it. */
    public RpcException(Kind kind, String message, Throwable cause) {
        super(message + ": " + cause, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
