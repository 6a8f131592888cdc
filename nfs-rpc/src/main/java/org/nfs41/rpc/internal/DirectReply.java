package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.ReplyTail;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.XdrWriter;

/**
 * The reply to the call that a connection is answering, written straight behind those of the same
 * batch; one object for all of them.
 */
final class DirectReply implements RpcReply {
    private enum State {
        NOTHING,
        WRITTEN,
        DROPPED,
        DEFERRED
    }

    private final DeferredReplies deferred;
    private final Outbound outbound;
    private final XdrWriter out;
    private final int maxRecordBytes;

    private int xid;
    private int start;
    private State state = State.NOTHING;
    private @Nullable PendingReply pending;
    private @Nullable ReplyTail tail;

    DirectReply(DeferredReplies deferred, Outbound outbound, XdrWriter out, int maxRecordBytes) {
        this.deferred = deferred;
        this.outbound = outbound;
        this.out = out;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Starts over for another call. */
    void begin(int xid) {
        this.xid = xid;
        start = out.position();
        state = State.NOTHING;
        pending = null;
    }

    /** Whether none of the ways to reply was used. */
    boolean isUnanswered() {
        return state == State.NOTHING;
    }

    /** The reply if it was deferred, else null. */
    @Nullable PendingReply pending() {
        return pending;
    }

    /** Completes the record, if there is one. */
    void finish() {
        ReplyTail end = tail;
        if (state != State.WRITTEN) {
            out.position(start);
        } else if (end == null) {
            ReplyWriter.mark(out, start);
        } else {
            tail = null;
            ReplyWriter.mark(out, start, ReplyWriter.padded(end.remaining()));
            outbound.addBatch(out, end);
        }
    }

    void rpcMismatch() {
        rewind(State.WRITTEN);
        ReplyWriter.rpcMismatch(out, xid);
    }

    @Override
    public XdrWriter results() {
        rewind(State.WRITTEN);
        ReplyWriter.accepted(out, xid, AcceptStatus.SUCCESS.value());
        return out;
    }

    @Override
    public void append(ReplyTail end) {
        if (state != State.WRITTEN) {
            throw new IllegalStateException("no results were written");
        }
        tail = end;
    }

    @Override
    public void fail(AcceptStatus status) {
        rewind(State.WRITTEN);
        ReplyWriter.accepted(out, xid, ReplyWriter.requireVoid(status).value());
    }

    @Override
    public void programMismatch(int low, int high) {
        rewind(State.WRITTEN);
        ReplyWriter.programMismatch(out, xid, low, high);
    }

    @Override
    public void reject(AuthStatus status) {
        rewind(State.WRITTEN);
        ReplyWriter.authError(out, xid, status);
    }

    @Override
    public void drop() {
        rewind(State.DROPPED);
    }

    @Override
    public DeferredReply defer() {
        rewind(State.DEFERRED);
        PendingReply reply = new PendingReply(deferred, xid, maxRecordBytes);
        pending = reply;
        deferred.deferred();
        return reply;
    }

    private void rewind(State next) {
        if (state == State.DEFERRED) {
            throw new IllegalStateException("the reply was deferred");
        }
        state = next;
        ReplyTail unwanted = tail;
        if (unwanted != null) {
            tail = null;
            unwanted.close();
        }
        out.position(start);
        out.limit(start + ReplyWriter.MARK_BYTES + maxRecordBytes);
    }
}
