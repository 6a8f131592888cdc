package org.nfs41.benchmarks;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.server.NfsService;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client with a session on a service without sockets. Requests are bytes, made once and sent any
 * number of times with the next sequence id in them.
 */
final class CompoundClient {
    private static final int CALL_HEADER_BYTES = 100;
    private static final int REPLY_HEADER_BYTES = 24;
    private static final int CALLBACK_PROGRAM = 0x40000000;

    /** Where SEQUENCE's sequence id is: tag, minor version, count, operation, session id. */
    private static final int SEQUENCE_ID_AT = 4 * Integer.BYTES + 2 * Long.BYTES;

    private final Caller caller =
            new Caller(Sessions.PRINCIPAL, new Credentials(1000, 1000), Sessions.CONNECTION);
    private final CompoundContext cx = new CompoundContext();
    private final XdrReader reader = new XdrReader();
    private final XdrWriter writer = new XdrWriter(ByteBuffer.allocateDirect(1 << 14));
    private final NfsService service =
            new NfsService(
                    ServerConfig.builder()
                            .export(
                                    "/export",
                                    new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 24)))
                            .lease(Duration.ofSeconds(90))
                            .build());
    private final SessionId session;
    private int sequenceId;

    CompoundClient() {
        session = session();
    }

    /** A request of SEQUENCE and these operations. */
    ByteBuffer request(boolean cacheThis, ArgOp... ops) {
        // The sequence id is put in at each use.
        List<ArgOp> all = new ArrayList<>();
        all.add(new SequenceArgs(session, 0, 0, 0, cacheThis));
        all.addAll(List.of(ops));
        return encoded(all);
    }

    /** Executes a request, which must succeed, and returns the length of its reply. */
    int execute(ByteBuffer request) {
        request.putInt(SEQUENCE_ID_AT, ++sequenceId);
        send(request);
        if (writer.buffer().getInt(REPLY_HEADER_BYTES) != 0) {
            throw new IllegalStateException("status " + writer.buffer().getInt(REPLY_HEADER_BYTES));
        }
        return writer.position();
    }

    /** The result of the last of these operations behind a SEQUENCE; all must succeed. */
    <T extends ResOp> T call(Class<T> type, ArgOp... ops) {
        execute(request(false, ops));
        return type.cast(reply().results().getLast());
    }

    private void send(ByteBuffer request) {
        writer.clear();
        try {
            service.processor()
                    .execute(
                            cx.begin(
                                    caller,
                                    System.nanoTime(),
                                    CALL_HEADER_BYTES + request.limit(),
                                    REPLY_HEADER_BYTES),
                            reader.reset(request, 0, request.limit()),
                            room(writer));
        } catch (XdrException e) {
            throw new IllegalStateException("a request that was made here", e);
        }
    }

    private CompoundRes reply() {
        try {
            return CompoundRes.decode(new XdrReader(writer.toByteArray(REPLY_HEADER_BYTES)));
        } catch (XdrException e) {
            throw new IllegalStateException("a reply that cannot be decoded", e);
        }
    }

    /** What the RPC layer writes before the result. */
    private static XdrWriter room(XdrWriter out) {
        for (int i = 0; i < REPLY_HEADER_BYTES; i += Integer.BYTES) {
            out.writeInt(0);
        }
        return out;
    }

    private SessionId session() {
        ExchangeIdResOk known =
                alone(
                        ExchangeIdResOk.class,
                        new ExchangeIdArgs(
                                new ClientOwner(1, Opaque.utf8("benchmark")),
                                0,
                                new StateProtectA.None(),
                                null));
        CreateSessionResOk made =
                alone(
                        CreateSessionResOk.class,
                        new CreateSessionArgs(
                                known.clientId(),
                                known.sequenceId(),
                                0,
                                Sessions.channel(),
                                Sessions.channel(),
                                CALLBACK_PROGRAM,
                                List.of()));
        sequenceId++;
        SequenceArgs sequence = new SequenceArgs(made.sessionId(), sequenceId, 0, 0, false);
        send(encoded(List.of(sequence, new ReclaimCompleteArgs(false))));
        return made.sessionId();
    }

    private <T extends ResOp> T alone(Class<T> type, ArgOp op) {
        send(encoded(List.of(op)));
        return type.cast(reply().results().getFirst());
    }

    private static ByteBuffer encoded(List<ArgOp> ops) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, ops).encode(out);
        byte[] bytes = out.toByteArray();
        return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }
}
