package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.ReplyTail;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A reply that is written by any thread and then handed to the connection's loop. */
final class PendingReply implements DeferredReply {
    private final DeferredReplies replies;
    private final int xid;
    private final int limit;
    private final AtomicBoolean completed = new AtomicBoolean();
    private final AtomicReference<@Nullable ReplyTail> tail = new AtomicReference<>();
    private final XdrWriter results;

    // written before other threads get to know of this
    private int keptBytes;
    private @Nullable ByteBuffer keptIn;

    PendingReply(DeferredReplies replies, int xid, int maxRecordBytes) {
        this.replies = replies;
        this.xid = xid;
        this.limit = ReplyWriter.MARK_BYTES + maxRecordBytes;
        this.results =
                new XdrWriter(
                        ByteBuffer.allocate(XdrWriter.DEFAULT_CAPACITY),
                        replies.loop().largeBuffers()::acquire);
    }

    @Override
    public RpcConnection connection() {
        return replies.connection();
    }

    @Override
    public XdrReader keep(XdrReader args) {
        keptBytes = args.remaining();
        if (!replies.kept(keptBytes)) {
            return RpcProgram.detach(args);
        }
        ByteBuffer record = args.buffer();
        keptIn = record;
        XdrReader kept = new XdrReader();
        kept.reset(record, args.position(), args.position() + keptBytes);
        return kept;
    }

    @Override
    public XdrWriter results() {
        if (completed.get()) {
            throw new IllegalStateException("the reply was completed");
        }
        results.clear();
        results.limit(limit);
        ReplyWriter.accepted(results, xid, AcceptStatus.SUCCESS.value());
        return results;
    }

    @Override
    public void append(ReplyTail end) {
        tail.set(end);
    }

    @Override
    public boolean send() {
        if (!complete()) {
            closeTail();
            return false;
        }
        if (results.position() == 0) {
            ReplyWriter.accepted(results, xid, AcceptStatus.SUCCESS.value());
        }
        return handOver(results, tail.getAndSet(null));
    }

    @Override
    public boolean fail(AcceptStatus status) {
        ReplyWriter.requireVoid(status);
        if (!complete()) {
            return false;
        }
        // not into the results: another thread may be writing them still
        XdrWriter out = writer();
        ReplyWriter.accepted(out, xid, status.value());
        closeTail();
        return handOver(out, null);
    }

    @Override
    public boolean reject(AuthStatus status) {
        if (!complete()) {
            return false;
        }
        XdrWriter out = writer();
        ReplyWriter.authError(out, xid, status);
        closeTail();
        return handOver(out, null);
    }

    @Override
    public boolean drop() {
        if (!complete()) {
            return false;
        }
        closeTail();
        replies.loop().execute(() -> replies.dropped(keptBytes));
        return true;
    }

    private boolean complete() {
        boolean first = completed.compareAndSet(false, true);
        ByteBuffer record = first ? keptIn : null;
        if (record != null) {
            keptIn = null;
            replies.loop().largeBuffers().release(record);
        }
        return first;
    }

    private void closeTail() {
        ReplyTail unwanted = tail.getAndSet(null);
        if (unwanted != null) {
            unwanted.close();
        }
    }

    private boolean handOver(XdrWriter out, @Nullable ReplyTail end) {
        ReplyWriter.mark(out, 0, end == null ? 0 : ReplyWriter.padded(end.remaining()));
        ByteBuffer record = out.buffer();
        int length = out.position();
        replies.loop().execute(() -> replies.completed(keptBytes, record, length, end));
        return true;
    }

    private XdrWriter writer() {
        XdrWriter out = new XdrWriter(ByteBuffer.allocate(XdrWriter.DEFAULT_CAPACITY));
        out.limit(limit);
        return out;
    }
}
