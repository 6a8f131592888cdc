package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.nio.ByteBuffer;

/**
 * A program that answers calls: a server's, or a client's that takes calls in the other direction
 * on its connection.
 *
 * <p>All methods are called on event loops, for one connection always on the same one but for
 * several at once from several; so they must be safe for use by several threads and must not block:
 * what has to wait is {@linkplain RpcReply#defer deferred}. The program and version of a call are
 * those that the program says it serves; anything else is answered before it gets here.
 */
public interface RpcProgram {
    /** The program's number, unsigned. */
    int number();

    /** The lowest version served, unsigned. */
    int lowVersion();

    /** The highest version served, unsigned. */
    int highVersion();

    /**
     * Answers a call, in exactly one of the ways that {@link RpcReply} offers.
     *
     * <p>{@code call}, {@code args} with all the bytes under it, and {@code reply} are valid until
     * this returns and are then used for the next call: what is needed later is copied ({@link
     * org.nfs41.xdr.Opaque#detach}, {@link #detach}). {@link RpcCall#connection()} and {@link
     * RpcCall#credential()} may be kept.
     *
     * @param args from the first byte after the call's head to the end of the record
     * @throws XdrException when the arguments do not decode: the answer is {@code GARBAGE_ARGS},
     *     unless the call was deferred before
     */
    void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException;

    /**
     * A reader over a copy of what {@code args} has left, for a call that is answered later than it
     * was read.
     */
    static XdrReader detach(XdrReader args) {
        int length = args.remaining();
        ByteBuffer own = ByteBuffer.allocate(length);
        return new XdrReader(own.put(0, args.buffer(), args.position(), length));
    }

    /** A connection on which calls for this program may come has been opened. */
    default void connectionOpened(RpcConnection connection) {}

    /**
     * A connection has ended: nothing more comes from it and nothing more reaches its peer. Called
     * once for each {@link #connectionOpened}.
     */
    default void connectionClosed(RpcConnection connection) {}
}
