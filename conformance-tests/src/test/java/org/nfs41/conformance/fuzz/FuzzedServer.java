package org.nfs41.conformance.fuzz;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.Ops;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.server.NfsService;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.ServerState;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.Principal;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceArgs;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A whole server without sockets, with tight limits, and time as the test wants it. */
final class FuzzedServer {
    /** What RPC puts before a COMPOUND and its result, with AUTH_SYS and a void verifier. */
    static final int CALL_HEADER_BYTES = 76;

    static final int REPLY_HEADER_BYTES = 24;

    static final String EXPORT = "export";
    static final int MOST_CLIENTS = 20;
    static final int MOST_SESSIONS = 30;

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final long CAPACITY_BYTES = 1 << 20;
    private static final long NANOS_PER_REQUEST = 1_000_000;
    private static final int REQUESTS_PER_SWEEP = 200;

    private final Set<Operation> implemented = new HashSet<>(Set.of(Operation.SEQUENCE));

    private final ServerHooks hooks =
            new ServerHooks() {
                @Override
                public OperationHandler operation(Operation op, OperationHandler handler) {
                    implemented.add(op);
                    return handler;
                }
            };

    private final NfsService service =
            new NfsService(
                    ServerConfig.builder()
                            .export(
                                    "/" + EXPORT,
                                    new MemoryFileSystem(MemoryOptions.ofCapacity(CAPACITY_BYTES)))
                            .lease(LEASE)
                            .tableLimits(
                                    new TableLimits(MOST_CLIENTS, MOST_CLIENTS, 6, MOST_SESSIONS))
                            .hooks(hooks)
                            .build());
    private final XdrWriter writer = new XdrWriter();
    private final CompoundContext context = new CompoundContext();
    private long now;
    private int requests;

    /**
     * Has it answer one COMPOUND.
     *
     * @return the result's bytes, or null if RPC is to say that the arguments are garbage
     */
    byte @Nullable [] call(byte[] arguments, int uid) {
        now += NANOS_PER_REQUEST;
        if (++requests % REQUESTS_PER_SWEEP == 0) {
            service.endLapsedClients(now);
        }
        writer.clear();
        for (int i = 0; i < REPLY_HEADER_BYTES; i += Integer.BYTES) {
            writer.writeInt(0);
        }
        Caller caller = new Caller(Principal.sys(uid), new Credentials(uid, uid, new int[0]), 1);
        context.begin(caller, now, CALL_HEADER_BYTES + arguments.length, REPLY_HEADER_BYTES);
        try {
            service.processor().execute(context, new XdrReader(arguments), writer);
            return writer.toByteArray(REPLY_HEADER_BYTES);
        } catch (XdrException e) {
            return null;
        }
    }

    /** The operations that it has. */
    Set<Operation> implemented() {
        return implemented;
    }

    ServerState state() {
        return service.state();
    }

    /** A new session of a client, which may be known already, with RECLAIM_COMPLETE done. */
    CreateSessionResOk session(ClientOwner owner, ChannelAttributes channel) {
        ExchangeIdResOk client =
                (ExchangeIdResOk) succeed(Ops.exchangeId(owner, 0)).results().getFirst();
        CreateSessionResOk session =
                (CreateSessionResOk)
                        succeed(Ops.createSession(client.clientId(), client.sequenceId(), channel))
                                .results()
                                .getFirst();
        SequenceArgs sequence = new SequenceArgs(session.sessionId(), 1, 0, 0, false);
        CompoundRes reclaim = request(sequence, Ops.reclaimComplete());
        if (!List.of(NfsStatus.OK, NfsStatus.COMPLETE_ALREADY).contains(reclaim.status())) {
            throw new AssertionError(reclaim);
        }
        return session;
    }

    private CompoundRes succeed(ArgOp... operations) {
        CompoundRes res = request(operations);
        if (!res.status().equals(NfsStatus.OK)) {
            throw new AssertionError(List.of(operations) + " answered with " + res);
        }
        return res;
    }

    private CompoundRes request(ArgOp... operations) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(operations)).encode(out);
        byte[] reply = call(out.toByteArray(), 0);
        try {
            return CompoundRes.decode(new XdrReader(Objects.requireNonNull(reply)));
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }
}
