package org.nfs41.rpc.internal;

import org.nfs41.rpc.CallHeader;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.ReplyHeader;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcException;
import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcMessage;
import org.nfs41.rpc.RpcResponse;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The calls to one connection's peer that await their reply. For one thread but for creation. */
final class OutgoingCalls {
    private final RpcConnection connection;
    private final Outbound outbound;
    private final Counters counters;
    private final int maxRecordBytes;
    private final int limit;
    private final AtomicInteger nextXid = new AtomicInteger(ThreadLocalRandom.current().nextInt());
    private final Map<Integer, OutgoingCall> byXid = new HashMap<>();

    OutgoingCalls(
            RpcConnection connection, Outbound outbound, RpcLimits limits, Counters counters) {
        this.connection = connection;
        this.outbound = outbound;
        this.counters = counters;
        this.maxRecordBytes = limits.recordBytes();
        this.limit = limits.outstandingCalls();
    }

    RpcConnection connection() {
        return connection;
    }

    /** Encodes a call, which is not sent yet; by any thread. */
    OutgoingCall create(
            int program,
            int version,
            int procedure,
            OpaqueAuth credential,
            Consumer<XdrWriter> args,
            Duration timeout) {
        int xid = nextXid.getAndIncrement();
        CallHeader header =
                new CallHeader(xid, program, version, procedure, credential, OpaqueAuth.NONE);
        return new OutgoingCall(
                this,
                xid,
                OutgoingCall.encode(header, args, maxRecordBytes),
                System.nanoTime() + timeout.toNanos(),
                new CompletableFuture<>());
    }

    boolean isEmpty() {
        return byXid.isEmpty();
    }

    /** Sends {@code call} and awaits its reply; it fails when that cannot be or too many are. */
    void send(OutgoingCall call) {
        if (outbound.hasEnded()) {
            call.fail(RpcException.Kind.CLOSED, "the connection had ended");
        } else if (byXid.size() >= limit) {
            call.fail(RpcException.Kind.TOO_MANY_CALLS, limit + " calls await their reply");
        } else {
            byXid.put(call.xid(), call);
            counters.sent.increment();
            outbound.addCall(call.record().buffer(), call.record().position());
        }
    }

    /**
     * Takes the reply that lies in {@code buffer} from {@code from} up to {@code to}. One that
     * nobody awaits (any more) is ignored.
     */
    void reply(int xid, ByteBuffer buffer, int from, int to) {
        OutgoingCall call = byXid.remove(xid);
        if (call == null) {
            return;
        }
        ByteBuffer own = ByteBuffer.allocate(to - from).put(0, buffer, from, to - from);
        XdrReader in = new XdrReader(own);
        try {
            if (RpcMessage.decode(in) instanceof ReplyHeader header) {
                Opaque rest = Opaque.wrap(own.position(in.position()));
                call.response()
                        .complete(
                                new RpcResponse(header, header.isSuccess() ? rest : Opaque.EMPTY));
            }
        } catch (XdrException e) {
            call.fail(RpcException.Kind.BAD_REPLY, String.valueOf(e.getMessage()));
        }
    }

    /** Fails the calls whose time is over. */
    void expire(long nowNanos) {
        if (byXid.isEmpty()) {
            return;
        }
        List<OutgoingCall> expired = new ArrayList<>();
        for (Iterator<OutgoingCall> i = byXid.values().iterator(); i.hasNext(); ) {
            OutgoingCall call = i.next();
            if (nowNanos - call.deadlineNanos() >= 0) {
                i.remove();
                expired.add(call);
            }
        }
        expired.forEach(call -> call.fail(RpcException.Kind.TIMED_OUT, "no reply in time"));
    }

    /** Fails all. */
    void failAll(String reason) {
        List<OutgoingCall> all = List.copyOf(byXid.values());
        byXid.clear();
        all.forEach(call -> call.fail(RpcException.Kind.CONNECTION_LOST, reason));
    }
}
