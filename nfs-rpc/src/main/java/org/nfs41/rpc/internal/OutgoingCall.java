package org.nfs41.rpc.internal;

import org.nfs41.rpc.CallHeader;
import org.nfs41.rpc.RpcException;
import org.nfs41.rpc.RpcResponse;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A call that is on its way out or awaits its reply.
 *
 * @param deadlineNanos when the reply is no longer awaited, in nanoseconds of System.nanoTime()
 */
record OutgoingCall(
        OutgoingCalls calls,
        int xid,
        XdrWriter record,
        long deadlineNanos,
        CompletableFuture<RpcResponse> response)
        implements Runnable {

    /** Encodes a whole call as a record of one fragment. */
    static XdrWriter encode(CallHeader header, Consumer<XdrWriter> args, int maxRecordBytes) {
        XdrWriter out = new XdrWriter(ByteBuffer.allocate(XdrWriter.DEFAULT_CAPACITY));
        out.limit(ReplyWriter.MARK_BYTES + maxRecordBytes);
        out.writeInt(0);
        header.encode(out);
        args.accept(out);
        ReplyWriter.mark(out, 0);
        return out;
    }

    /** On the connection's loop. */
    @Override
    public void run() {
        calls.send(this);
    }

    void fail(RpcException.Kind kind, String what) {
        response.completeExceptionally(
                new RpcException(
                        kind,
                        "xid %s on %s: %s"
                                .formatted(Integer.toHexString(xid), calls.connection(), what)));
    }
}
