package org.nfs41.rpc;

import org.nfs41.xdr.XdrWriter;

/**
 * The ways to answer a call; valid during {@link RpcProgram#call} only, and exactly one of them is
 * used. A program that returns without using any has failed: the caller gets {@code SYSTEM_ERR}.
 * The last way used holds, unless it was {@link #defer}, after which no other may be used.
 */
public interface RpcReply {
    /**
     * What precedes the results in a reply with an AUTH_NONE verifier, in bytes from the xid on.
     */
    int HEADER_BYTES = 6 * Integer.BYTES;

    /**
     * Answers {@code SUCCESS} with the results that are written to the returned writer, which
     * stands right after the head of the reply and is that of the connection: what is written goes
     * to the peer without a copy. The program must not change anything before the position at which
     * it got the writer. It may lower the writer's limit, which at first ensures the limit of a
     * record.
     */
    XdrWriter results();

    /**
     * Appends {@code tail} to the results, and zeros up to a whole word; nothing can be written
     * behind it. The tail is the reply's from now on, whatever becomes of that.
     */
    void append(ReplyTail tail);

    /** Answers {@code SUCCESS} without results, as for the NULL procedure. */
    default void success() {
        results();
    }

    /**
     * Answers with a status without content: any but {@code SUCCESS} and {@code PROG_MISMATCH}.
     * Results that were written are dropped.
     */
    void fail(AcceptStatus status);

    /** Answers {@code PROG_MISMATCH}. */
    void programMismatch(int low, int high);

    /** Answers {@code AUTH_ERROR}: the caller's credential will not do. */
    void reject(AuthStatus status);

    /** Answers nothing at all. The caller waits until it gives up. */
    void drop();

    /**
     * Answers later, from any thread. Every deferred reply must be completed; until then it counts
     * against {@link RpcLimits#callsInProgress()}.
     */
    DeferredReply defer();
}
