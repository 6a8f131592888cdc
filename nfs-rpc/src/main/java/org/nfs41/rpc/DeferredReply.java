package org.nfs41.rpc;

import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A reply that is given later, by one of the methods but {@link #results} and {@link #connection}.
 *
 * <p>Only the first completion counts; those after it do nothing and return false, and so the
 * methods that complete are safe for use by several threads. A completed reply is handed to the
 * connection's event loop; when the connection has ended meanwhile it is dropped.
 */
public interface DeferredReply {
    /** The connection that the call came on. */
    RpcConnection connection();

    /**
     * A reader over what {@code args} has left, for use until this reply is completed. A large call
     * is kept where it is, which spares a copy; smaller ones are {@linkplain RpcProgram#detach
     * copied}. Only for {@link RpcProgram#call}, once, with its own arguments; they are not to be
     * used otherwise any more.
     */
    XdrReader keep(XdrReader args);

    /**
     * A writer for the results, standing right after the head of the reply; what was written before
     * is dropped. To be used by one thread at a time and not after completion.
     */
    XdrWriter results();

    /** As {@link RpcReply#append}; to be used as {@link #results} is, and after it. */
    void append(ReplyTail tail);

    /** Answers {@code SUCCESS} with what was written to {@link #results}, or with no results. */
    boolean send();

    /** Answers with a status without content: any but {@code SUCCESS} and {@code PROG_MISMATCH}. */
    boolean fail(AcceptStatus status);

    /** Answers {@code AUTH_ERROR}. */
    boolean reject(AuthStatus status);

    /** Answers nothing at all. */
    boolean drop();
}
