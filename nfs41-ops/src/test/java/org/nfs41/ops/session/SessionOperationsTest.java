package org.nfs41.ops.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Principal;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.Session;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SetSsvArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** The operations on client ids and sessions as whole COMPOUNDs. */
class SessionOperationsTest {
    private static final int CALL_HEADER_BYTES = 40;
    private static final int REPLY_HEADER_BYTES = 24;
    private static final long LEASE = 10_000_000_000L;

    private final AtomicLong random = new AtomicLong(1);
    private final ClientTable clients =
            new ClientTable(
                    new ServerIdentity(
                            1,
                            new ServerOwner(0, Opaque.utf8("owner")),
                            Opaque.utf8("scope"),
                            null),
                    ChannelLimits.DEFAULT,
                    TableLimits.DEFAULT,
                    LeaseTerms.strict(LEASE),
                    () -> random.addAndGet(0x9E3779B97F4A7C15L),
                    ClientState.NONE);
    private final List<Throwable> faults = new ArrayList<>();
    private final CompoundInterpreter interpreter =
            new CompoundInterpreter(
                    handlers(clients), clients, (operation, cause) -> faults.add(cause));
    private final Map<SessionId, Integer> sequenceIds = new HashMap<>();
    private final List<Long> endedMeanwhile = new ArrayList<>();
    private long connection = 1;
    private long now;

    /** How long PUTROOTFH waits for storage. */
    private long rootTakes;

    @Test
    void clientComesWorksAndGoes() throws XdrException {
        ExchangeIdResOk id = last(ExchangeIdResOk.class, exchangeId("a"));
        CreateSessionResOk session =
                last(CreateSessionResOk.class, createSession(id.clientId(), id.sequenceId()));
        SessionId sessionId = session.sessionId();

        assertThat(ends(in(sessionId), new ReclaimCompleteArgs(false))).isEqualTo(NfsStatus.OK);
        assertThat(ends(in(sessionId))).isEqualTo(NfsStatus.OK);
        assertThat(ends(new DestroySessionArgs(sessionId))).isEqualTo(NfsStatus.OK);
        assertThat(ends(in(sessionId))).isEqualTo(NfsStatus.BADSESSION);
        assertThat(ends(new DestroyClientIdArgs(id.clientId()))).isEqualTo(NfsStatus.OK);
        assertThat(ends(new DestroyClientIdArgs(id.clientId())))
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        assertThat(clients.confirmedClients()).isZero();
        assertThat(faults).isEmpty();
    }

    @Test
    void b051OperationsOutsideASessionMustBeAlone() throws XdrException {
        ExchangeIdResOk id = last(ExchangeIdResOk.class, exchangeId("a"));

        assertThat(ends(exchangeId("b"), new PutRootFhArgs())).isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(ends(createSession(id.clientId(), id.sequenceId()), new PutRootFhArgs()))
                .isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(clients.unconfirmedClients()).isEqualTo(1);
        assertThat(clients.sessions()).isZero();
    }

    @Test
    void b051OperationsThatMakeClientsAndSessionsAreFineInASession() throws XdrException {
        SessionId own = newSession("a");

        ExchangeIdResOk id = last(ExchangeIdResOk.class, in(own), exchangeId("b"));
        CreateSessionResOk session =
                last(
                        CreateSessionResOk.class,
                        in(own),
                        createSession(id.clientId(), id.sequenceId()));
        assertThat(ends(in(session.sessionId()))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void restartIsConfirmedInASessionOfTheIncarnationThatEndsByIt() throws XdrException {
        SessionId own = newSession("a");
        ExchangeIdResOk id = last(ExchangeIdResOk.class, in(own), exchangeId("a", 8));
        SessionId fresh =
                last(
                                CreateSessionResOk.class,
                                in(own),
                                createSession(id.clientId(), id.sequenceId()))
                        .sessionId();

        assertThat(ends(in(fresh))).isEqualTo(NfsStatus.OK);
        assertThat(ends(in(own))).isEqualTo(NfsStatus.BADSESSION);
        assertThat(clients.confirmedClients()).isEqualTo(1);
        assertThat(clients.replyMemory().usedBytes()).isZero();
        assertThat(faults).isEmpty();
    }

    @Test
    void clientIdIsNotDestroyedInASessionOfItsOwn() throws XdrException {
        SessionId own = newSession("a");

        assertThat(ends(in(own), new DestroyClientIdArgs(find(own).client().clientId())))
                .isEqualTo(NfsStatus.CLIENTID_BUSY);
        assertThat(ends(in(own))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b046OwnSessionIsDestroyedByTheLastOperationOnly() throws XdrException {
        SessionId own = newSession("a");

        assertThat(ends(in(own), new DestroySessionArgs(own), new PutRootFhArgs()))
                .isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(ends(in(own))).isEqualTo(NfsStatus.OK);
        assertThat(ends(new PutRootFhArgs(), new DestroySessionArgs(own)))
                .isEqualTo(NfsStatus.OP_NOT_IN_SESSION);
        assertThat(ends(in(own), new DestroySessionArgs(own))).isEqualTo(NfsStatus.OK);
        assertThat(ends(in(own))).isEqualTo(NfsStatus.BADSESSION);
    }

    @Test
    void b045OtherSessionIsDestroyedAnywhereAndTheCompoundGoesOn() throws XdrException {
        SessionId own = newSession("a");
        SessionId other = newSession("b");

        CompoundRes reply = run(in(own), new DestroySessionArgs(other), new PutRootFhArgs());
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        assertThat(reply.results()).hasSize(3);
        assertThat(ends(in(other))).isEqualTo(NfsStatus.BADSESSION);
    }

    @Test
    void b173OwnClientIsBusy() throws XdrException {
        SessionId own = newSession("a");
        long clientId = find(own).client().clientId();

        assertThat(ends(in(own), new DestroyClientIdArgs(clientId)))
                .isEqualTo(NfsStatus.CLIENTID_BUSY);
        assertThat(ends(in(own), new DestroyClientIdArgs(12345)))
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        assertThat(ends(new DestroyClientIdArgs(clientId), new PutRootFhArgs()))
                .isEqualTo(NfsStatus.NOT_ONLY_OP);
    }

    @Test
    void b102SlotRetryOfReclaimCompleteIsNotASecondOne() throws XdrException {
        SessionId own = newSession("a");
        SequenceArgs first = new SequenceArgs(own, 1, 0, 0, true);

        assertThat(ends(first, new ReclaimCompleteArgs(false))).isEqualTo(NfsStatus.OK);
        assertThat(ends(first, new ReclaimCompleteArgs(false))).isEqualTo(NfsStatus.OK);
        assertThat(ends(new SequenceArgs(own, 2, 0, 0, true), new ReclaimCompleteArgs(false)))
                .isEqualTo(NfsStatus.COMPLETE_ALREADY);
    }

    @Test
    void b103ReclaimCompleteOfOneFileSystemNeedsAFilehandleAndIsIgnored() throws XdrException {
        SessionId own = newSession("a");

        assertThat(ends(in(own), new ReclaimCompleteArgs(true))).isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(ends(in(own), new PutRootFhArgs(), new ReclaimCompleteArgs(true)))
                .isEqualTo(NfsStatus.OK);
        assertThat(ends(in(own), new ReclaimCompleteArgs(false))).isEqualTo(NfsStatus.OK);
        assertThat(ends(in(own), new PutRootFhArgs(), new ReclaimCompleteArgs(true)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void b054BindMustBeAloneAndLeavesTheConnectionAsItWas() throws XdrException {
        SessionId own = newSession("a");
        connection = 2;
        BindConnToSessionArgs bind =
                new BindConnToSessionArgs(own, ChannelDirFromClient.FORE_OR_BOTH, false);

        assertThat(ends(bind, new PutRootFhArgs())).isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(ends(in(own), bind)).isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(find(own).backConnections()).isEmpty();

        assertThat(last(BindConnToSessionResOk.class, bind))
                .isEqualTo(new BindConnToSessionResOk(own, ChannelDirFromServer.BOTH, false));
        assertThat(find(own).backConnections()).containsExactly(2);
    }

    @Test
    void bindInADirectionThatDoesNotExistDoesNotDecode() throws XdrException {
        SessionId own = newSession("a");
        connection = 2;

        assertThat(ends(new BindConnToSessionArgs(own, ChannelDirFromClient.of(5), false)))
                .isEqualTo(NfsStatus.BADXDR);
        assertThat(find(own).isAssociated(2)).isFalse();
    }

    @Test
    void backchannelCtlConcernsTheSessionOfItsSequence() throws XdrException {
        SessionId own = newSession("a");
        SessionId other = newSession("b");
        BackchannelCtlArgs change = new BackchannelCtlArgs(7, List.of(new CallbackSecParms.None()));

        assertThat(ends(change)).isEqualTo(NfsStatus.OP_NOT_IN_SESSION);
        assertThat(ends(in(own), change)).isEqualTo(NfsStatus.OK);
        assertThat(find(own).callbacks().program()).isEqualTo(7);
        assertThat(find(other).callbacks().program()).isEqualTo(0x40000000);
    }

    @Test
    void setSsvIsInvalidForClientsWithoutSsv() throws XdrException {
        SetSsvArgs args = new SetSsvArgs(Opaque.utf8("ssv"), Opaque.utf8("digest"));
        SessionId own = newSession("a");

        assertThat(ends(args)).isEqualTo(NfsStatus.OP_NOT_IN_SESSION);
        assertThat(ends(in(own), args)).isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void b150RetryFromTheSlotRenewsTheLease() throws XdrException {
        SessionId own = newSession("a");
        SequenceArgs request = new SequenceArgs(own, 1, 0, 0, true);
        assertThat(ends(request)).isEqualTo(NfsStatus.OK);
        for (int third = 1; third <= 9; third++) {
            now = third * LEASE / 3;
            assertThat(ends(request)).isEqualTo(NfsStatus.OK);
            assertThat(clients.leases().expire(now)).isEmpty();
        }
    }

    @Test
    void b009SequenceThatFailsDoesNotRenewTheLease() throws XdrException {
        SessionId own = newSession("a");
        for (int third = 1; third <= 3; third++) {
            now = third * LEASE / 3;
            assertThat(ends(new SequenceArgs(own, 7, 0, 0, true)))
                    .isEqualTo(NfsStatus.SEQ_MISORDERED);
            assertThat(ends(new SequenceArgs(own, 1, 1000, 1000, true)))
                    .isEqualTo(NfsStatus.BADSLOT);
        }
        now += LEASE;
        assertThat(clients.leases().expire(now)).hasSize(1);
        // B-024: the answer is one that SEQUENCE may give.
        assertThat(ends(new SequenceArgs(own, 1, 0, 0, true))).isEqualTo(NfsStatus.BADSESSION);
    }

    @Test
    void leaseLastsFromTheEndOfACompoundThatTookLongerThanTheLease() throws XdrException {
        SessionId session = newSession("a");
        rootTakes = 3 * LEASE;
        assertThat(ends(in(session), new PutRootFhArgs())).isEqualTo(NfsStatus.OK);
        assertThat(endedMeanwhile).isEmpty();

        now += LEASE;
        assertThat(clients.leases().expire(now)).as("silent for one lease").isEmpty();
        assertThat(ends(in(session))).isEqualTo(NfsStatus.OK);
        now += 2 * LEASE;
        assertThat(clients.leases().expire(now)).as("silent for two").hasSize(1);
    }

    @Test
    void argumentsThatAreCutShortDoNotDecode() throws XdrException {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(exchangeId("abcdefgh"))).encode(out);
        out.position(out.position() - 8);

        CompoundRes reply = execute(out.toByteArray());
        assertThat(reply.status()).isEqualTo(NfsStatus.BADXDR);
        assertThat(clients.unconfirmedClients()).isZero();
    }

    private Map<Operation, OperationHandler> handlers(ClientTable clients) {
        ExportTable exports = new ExportTable(List.of(), new NfsTime(0, 0));
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        handlers.put(
                Operation.PUTROOTFH,
                (cx, args, result) -> {
                    now += rootTakes;
                    endedMeanwhile.addAll(clients.leases().expire(now));
                    cx.current(exports.root(ClientAddress.NONE));
                    return NfsStatus.OK;
                });
        return handlers;
    }

    private SessionId newSession(String owner) throws XdrException {
        ExchangeIdResOk id = last(ExchangeIdResOk.class, exchangeId(owner));
        return last(CreateSessionResOk.class, createSession(id.clientId(), id.sequenceId()))
                .sessionId();
    }

    private Session find(SessionId id) {
        return Objects.requireNonNull(clients.find(id.high(), id.low()));
    }

    private static ExchangeIdArgs exchangeId(String owner) {
        return exchangeId(owner, 7);
    }

    private static ExchangeIdArgs exchangeId(String owner, long verifier) {
        return new ExchangeIdArgs(
                new ClientOwner(verifier, Opaque.utf8(owner)), 0, new StateProtectA.None(), null);
    }

    private static CreateSessionArgs createSession(long clientId, int sequence) {
        ChannelAttributes channel =
                new ChannelAttributes(0, 1 << 20, 1 << 20, 8192, 64, 64, OptionalInt.empty());
        return new CreateSessionArgs(
                clientId, sequence, 0, channel, channel, 0x40000000, List.of());
    }

    /** The next SEQUENCE on the session's first slot. */
    private SequenceArgs in(SessionId session) {
        return new SequenceArgs(session, sequenceIds.merge(session, 1, Integer::sum), 0, 0, false);
    }

    private NfsStatus ends(ArgOp... ops) throws XdrException {
        return run(ops).status();
    }

    /** The last result, all having succeeded. */
    private <T extends ResOp> T last(Class<T> type, ArgOp... ops) throws XdrException {
        CompoundRes reply = run(ops);
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        assertThat(reply.results()).hasSize(ops.length);
        if (ops.length > 1) {
            assertThat(reply.results().getFirst()).isInstanceOf(SequenceResOk.class);
        }
        return type.cast(reply.results().getLast());
    }

    private CompoundRes run(ArgOp... ops) throws XdrException {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(ops)).encode(out);
        return execute(out.toByteArray());
    }

    private CompoundRes execute(byte[] request) throws XdrException {
        Caller caller = new Caller(Principal.sys(1000), new Credentials(1000, 1000), connection);
        XdrWriter out = new XdrWriter();
        interpreter.execute(
                new CompoundContext()
                        .begin(caller, now, CALL_HEADER_BYTES + request.length, REPLY_HEADER_BYTES)
                        .mayLast(() -> now),
                new XdrReader(request),
                out);
        return CompoundRes.decode(new XdrReader(out.toByteArray()));
    }
}
