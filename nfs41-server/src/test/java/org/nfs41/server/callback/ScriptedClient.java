package org.nfs41.server.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcClient;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client over real connections that answers calls as a test says. */
final class ScriptedClient implements AutoCloseable {
    static final int PROGRAM = 0x40000041;
    static final int OTHER_PROGRAM = 0x40000042;
    static final AuthSysParms SECURITY =
            new AuthSysParms(7, Opaque.utf8("host"), 77, 78, List.of(79));

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int NFS_PROGRAM = 100003;

    /** Answers one call. */
    @FunctionalInterface
    interface Script {
        void answer(CbCompoundArgs compound, RpcReply reply);
    }

    /** A call that has come. */
    record Got(int connection, int program, Object credential, CbCompoundArgs compound) {
        CbSequenceArgs sequence() {
            return (CbSequenceArgs) compound.ops().getFirst();
        }
    }

    private final SocketAddress server;
    private final List<RpcClient> connections = new ArrayList<>();
    private final BlockingQueue<Got> calls = new LinkedBlockingQueue<>();
    private volatile Script script = ScriptedClient::ok;
    private int sequenceId;
    long clientId;
    SessionId session = new SessionId(0, 0);

    ScriptedClient(SocketAddress server) {
        this.server = server;
    }

    /** Connects and makes a session with a backchannel of so many slots on the connection. */
    ScriptedClient begin(int slots) throws Exception {
        int first = connect();
        ExchangeIdResOk id =
                (ExchangeIdResOk)
                        send(
                                first,
                                new ExchangeIdArgs(
                                        new ClientOwner(1, Opaque.utf8("scripted")),
                                        0,
                                        new StateProtectA.None(),
                                        null));
        clientId = id.clientId();
        CreateSessionResOk made =
                (CreateSessionResOk)
                        send(
                                first,
                                new CreateSessionArgs(
                                        clientId,
                                        id.sequenceId(),
                                        CreateSessionFlags.CONN_BACK_CHAN,
                                        channel(8),
                                        channel(slots),
                                        PROGRAM,
                                        List.of(new CallbackSecParms.Sys(SECURITY))));
        session = made.sessionId();
        return this;
    }

    private static ChannelAttributes channel(int slots) {
        return new ChannelAttributes(0, 1 << 16, 1 << 16, 4096, 8, slots, OptionalInt.empty());
    }

    /** One more connection. */
    int connect() {
        int number = connections.size();
        connections.add(
                RpcClient.builder(server)
                        .program(new Answering(number, PROGRAM))
                        .program(new Answering(number, OTHER_PROGRAM))
                        .build());
        return number;
    }

    void bind(int connection) throws Exception {
        send(
                connection,
                new BindConnToSessionArgs(session, ChannelDirFromClient.FORE_OR_BOTH, false));
    }

    void callOtherProgram(int connection) throws Exception {
        sequence(
                connection,
                new BackchannelCtlArgs(OTHER_PROGRAM, List.of(new CallbackSecParms.None())));
    }

    /** A SEQUENCE, alone or with an operation; the status flags that it brings. */
    int sequence(int connection, ArgOp... operation) throws Exception {
        List<ArgOp> ops = new ArrayList<>();
        ops.add(new SequenceArgs(session, ++sequenceId, 0, 0, false));
        ops.addAll(List.of(operation));
        CompoundRes reply = compound(connection, ops);
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return ((SequenceResOk) reply.results().getFirst()).statusFlags();
    }

    void cut(int connection) {
        connections.get(connection).close();
    }

    void answer(Script next) {
        script = next;
    }

    Got next() throws InterruptedException {
        Got got = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(got).as("a call comes").isNotNull();
        return got;
    }

    boolean hasMore() {
        return !calls.isEmpty();
    }

    static void ok(CbCompoundArgs compound, RpcReply reply) {
        results(compound, NfsStatus.OK).encode(reply.results());
    }

    static CbCompoundRes results(CbCompoundArgs compound, NfsStatus status) {
        CbSequenceArgs asked = (CbSequenceArgs) compound.ops().getFirst();
        return new CbCompoundRes(
                status,
                compound.tag(),
                List.of(
                        new CbSequenceResOk(
                                asked.sessionId(), asked.sequenceId(), asked.slotId(), 15, 15),
                        new CbStatusOnly(compound.ops().getLast().op(), status)));
    }

    static void refuse(CbCompoundArgs compound, NfsStatus status, RpcReply reply) {
        new CbCompoundRes(
                        status,
                        compound.tag(),
                        List.of(new CbStatusOnly(compound.ops().getFirst().op(), status)))
                .encode(reply.results());
    }

    private ResOp send(int connection, ArgOp op) throws Exception {
        CompoundRes reply = compound(connection, List.of(op));
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return reply.results().getFirst();
    }

    private CompoundRes compound(int connection, List<ArgOp> ops) throws Exception {
        return CompoundRes.decode(
                connections
                        .get(connection)
                        .call(
                                NFS_PROGRAM,
                                4,
                                1,
                                new AuthSys(0, 0).toOpaqueAuth(),
                                new CompoundArgs(Opaque.EMPTY, 1, ops)::encode,
                                PATIENCE)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .reader());
    }

    @Override
    public void close() {
        connections.forEach(RpcClient::close);
    }

    private final class Answering implements RpcProgram {
        private final int connection;
        private final int program;

        Answering(int connection, int program) {
            this.connection = connection;
            this.program = program;
        }

        @Override
        public int number() {
            return program;
        }

        @Override
        public int lowVersion() {
            return 1;
        }

        @Override
        public int highVersion() {
            return 1;
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            CbCompoundArgs compound = CbCompoundArgs.decode(RpcProgram.detach(args));
            script.answer(compound, reply);
            calls.add(new Got(connection, program, call.credential(), compound));
        }
    }
}
