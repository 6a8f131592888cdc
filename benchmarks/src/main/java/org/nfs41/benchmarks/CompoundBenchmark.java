package org.nfs41.benchmarks;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.server.NfsService;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileHandle;
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
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whole COMPOUNDs from the request's bytes to the reply's, without RPC and sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompoundBenchmark {
    private static final int CALL_HEADER_BYTES = 100;
    private static final int REPLY_HEADER_BYTES = 24;
    private static final int CALLBACK_PROGRAM = 0x40000000;

    /** Where SEQUENCE's sequence id is: tag, minor version, count, operation, session id. */
    private static final int SEQUENCE_ID_AT = 4 * Integer.BYTES + 2 * Long.BYTES;

    private final Caller caller =
            new Caller(Sessions.PRINCIPAL, new Credentials(1000, 1000), Sessions.CONNECTION);
    private final CompoundContext cx = new CompoundContext();
    private final XdrReader reader = new XdrReader();
    private final XdrWriter writer = new XdrWriter(ByteBuffer.allocateDirect(4096));
    private final NfsService service =
            new NfsService(
                    ServerConfig.builder()
                            .export(
                                    "/export",
                                    new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 24)))
                            .lease(Duration.ofSeconds(90))
                            .build());
    private ByteBuffer sequenceOnly = ByteBuffer.allocate(0);
    private ByteBuffer getAttr = ByteBuffer.allocate(0);
    private int sequenceId;

    /** For the harness. */
    public CompoundBenchmark() {}

    /** Makes a session and the requests. */
    @Setup
    public void setUp() throws XdrException {
        SessionId session = session();
        FileHandle root =
                ((GetFhResOk)
                                call(
                                                sequence(session),
                                                new PutRootFhArgs(),
                                                new LookupArgs(Opaque.utf8("export")),
                                                new GetFhArgs())
                                        .results()
                                        .getLast())
                        .object();
        FileHandle handle = new FileHandle(Opaque.of(root.data().toByteArray()));
        // The sequence id is put in at each use.
        SequenceArgs template = new SequenceArgs(session, 0, 0, 0, false);
        sequenceOnly = request(template);
        getAttr =
                request(
                        template,
                        new PutFhArgs(handle),
                        new GetAttrArgs(
                                Bitmap.of(
                                        Attribute.TYPE,
                                        Attribute.CHANGE,
                                        Attribute.SIZE,
                                        Attribute.FSID,
                                        Attribute.FILEID,
                                        Attribute.MODE,
                                        Attribute.NUMLINKS,
                                        Attribute.SPACE_USED,
                                        Attribute.TIME_ACCESS,
                                        Attribute.TIME_METADATA,
                                        Attribute.TIME_MODIFY)));
    }

    /** SEQUENCE alone. */
    @Benchmark
    public int sequence() throws XdrException {
        return execute(sequenceOnly);
    }

    /** SEQUENCE, PUTFH and GETATTR of what {@code ls -l} shows. */
    @Benchmark
    public int sequencePutFhGetAttr() throws XdrException {
        return execute(getAttr);
    }

    private int execute(ByteBuffer request) throws XdrException {
        request.putInt(SEQUENCE_ID_AT, ++sequenceId);
        writer.clear();
        service.processor()
                .execute(
                        cx.begin(
                                caller,
                                System.nanoTime(),
                                CALL_HEADER_BYTES + request.limit(),
                                REPLY_HEADER_BYTES),
                        reader.reset(request, 0, request.limit()),
                        room(writer));
        if (writer.buffer().getInt(REPLY_HEADER_BYTES) != 0) {
            throw new IllegalStateException("status " + writer.buffer().getInt(REPLY_HEADER_BYTES));
        }
        return writer.position();
    }

    /** What the RPC layer writes before the result. */
    private static XdrWriter room(XdrWriter out) {
        for (int i = 0; i < REPLY_HEADER_BYTES; i += Integer.BYTES) {
            out.writeInt(0);
        }
        return out;
    }

    private SessionId session() throws XdrException {
        ExchangeIdResOk known =
                (ExchangeIdResOk)
                        call(new ExchangeIdArgs(
                                        new ClientOwner(1, Opaque.utf8("benchmark")),
                                        0,
                                        new StateProtectA.None(),
                                        null))
                                .results()
                                .getFirst();
        CreateSessionResOk made =
                (CreateSessionResOk)
                        call(new CreateSessionArgs(
                                        known.clientId(),
                                        known.sequenceId(),
                                        0,
                                        Sessions.channel(),
                                        Sessions.channel(),
                                        CALLBACK_PROGRAM,
                                        List.of()))
                                .results()
                                .getFirst();
        call(sequence(made.sessionId()), new ReclaimCompleteArgs(false));
        return made.sessionId();
    }

    private SequenceArgs sequence(SessionId session) {
        return new SequenceArgs(session, ++sequenceId, 0, 0, false);
    }

    private CompoundRes call(ArgOp... ops) throws XdrException {
        ByteBuffer request = request(ops);
        writer.clear();
        service.processor()
                .execute(
                        cx.begin(
                                caller,
                                System.nanoTime(),
                                CALL_HEADER_BYTES + request.limit(),
                                REPLY_HEADER_BYTES),
                        reader.reset(request, 0, request.limit()),
                        room(writer));
        CompoundRes reply =
                CompoundRes.decode(new XdrReader(writer.toByteArray(REPLY_HEADER_BYTES)));
        if (!reply.status().isOk()) {
            throw new IllegalStateException(reply.toString());
        }
        return reply;
    }

    private static ByteBuffer request(ArgOp... ops) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(ops)).encode(out);
        byte[] bytes = out.toByteArray();
        return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }
}
