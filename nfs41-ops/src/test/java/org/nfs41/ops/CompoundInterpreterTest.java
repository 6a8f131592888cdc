package org.nfs41.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Outcome;
import org.nfs41.state.Principal;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.PutPubFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenewArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetAttrRes;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StatusOnly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

final class CompoundInterpreterTest {
    private static final int REPLY_HEADER = 24;
    private static final int CALL_HEADER = 40;
    private static final Caller ALICE =
            new Caller(Principal.sys(1000), new Credentials(1000, 1000), 1);
    private static final Caller BOB =
            new Caller(Principal.sys(2000), new Credentials(2000, 2000), 1);

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
                    LeaseTerms.strict(90_000_000_000L),
                    () -> random.addAndGet(0x9E3779B97F4A7C15L),
                    new NoState());
    private final Map<Operation, OperationHandler> handlers = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();

    CompoundInterpreterTest() {
        // PUTROOTFH stands for any operation that works, RESTOREFH for one with a body, SAVEFH for
        // one that cannot be repeated.
        handlers.put(Operation.PUTROOTFH, (cx, args, result) -> called("PUTROOTFH"));
        handlers.put(Operation.SAVEFH, (cx, args, result) -> called("SAVEFH"));
        handlers.put(
                Operation.RESTOREFH,
                (cx, args, result) -> {
                    throw new IllegalStateException("a bug");
                });
        handlers.put(Operation.GETFH, (cx, args, result) -> called("GETFH"));
        handlers.put(Operation.SETATTR, (cx, args, result) -> called("SETATTR"));
        handlers.put(
                Operation.LOOKUPP,
                (cx, args, result) -> {
                    result.reserveOpaque(4096);
                    return called("LOOKUPP");
                });
        handlers.put(
                Operation.PUTPUBFH,
                (cx, args, result) -> {
                    result.reserveOpaque(9000);
                    return called("PUTPUBFH");
                });
        handlers.put(
                Operation.PUTFH,
                (cx, args, result) -> {
                    args.readOpaque(128);
                    return called("PUTFH");
                });
    }

    @Test
    void otherMinorVersionsGetNoResults() throws Exception {
        CompoundRes reply =
                run(new CompoundArgs(Opaque.utf8("t"), 0, List.of(new PutRootFhArgs())));
        assertThat(reply.status()).isEqualTo(NfsStatus.MINOR_VERS_MISMATCH);
        assertThat(reply.results()).isEmpty();
        assertThat(reply.tag()).isEqualTo(Opaque.utf8("t"));
        assertThat(calls).isEmpty();
    }

    @Test
    void noOperationsAreFine() throws Exception {
        CompoundRes reply = compound();
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        assertThat(reply.results()).isEmpty();
    }

    @Test
    void argumentsWithoutMinorVersionAreNoCompound() {
        assertThatThrownBy(() -> new CompoundRunner().run(ALICE, new byte[] {0, 0, 0, 0}))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void operationsOutsideASessionAreRefused() throws Exception {
        assertEnds(compound(new PutRootFhArgs()), Operation.PUTROOTFH, NfsStatus.OP_NOT_IN_SESSION);
        assertThat(calls).isEmpty();
    }

    @Test
    void whatMayStandAloneMayNotHaveCompany() throws Exception {
        SessionId session = session();
        handlers.put(Operation.DESTROY_CLIENTID, (cx, args, result) -> called("DESTROY"));
        assertEnds(
                compound(new DestroyClientIdArgs(1), new PutRootFhArgs()),
                Operation.DESTROY_CLIENTID,
                NfsStatus.NOT_ONLY_OP);
        assertThat(calls).isEmpty();
        CompoundRes behindSequence = compound(sequence(session, 1), new DestroyClientIdArgs(1));
        assertThat(behindSequence.status()).isEqualTo(NfsStatus.OK);
        assertThat(calls).containsExactly("DESTROY");
    }

    @Test
    void illegalNumbersAreAnsweredAsIllegal() throws Exception {
        SessionId session = session();
        int sequenceId = 0;
        for (int number : new int[] {0, 1, 2, 59, 10044, -1}) {
            sequenceId++;
            CompoundRes reply = compound(sequence(session, sequenceId), new ArgOp.Unknown(number));
            assertEnds(reply, Operation.ILLEGAL, NfsStatus.OP_ILLEGAL);
            assertThat(reply.results()).hasSize(2);
        }
    }

    @Test
    void whatIsNotImplementedKeepsItsNumber() throws Exception {
        SessionId session = session();
        assertEnds(
                compound(sequence(session, 1), new RemoveArgs(Opaque.utf8("x"))),
                Operation.REMOVE,
                NfsStatus.NOTSUPP);
    }

    @Test
    void sequenceBelongsToTheFront() throws Exception {
        SessionId session = session();
        CompoundRes reply = compound(sequence(session, 1), sequence(session, 2));
        assertEnds(reply, Operation.SEQUENCE, NfsStatus.SEQUENCE_POS);
        assertThat(reply.results()).hasSize(2);
    }

    @Test
    void aFailingOperationEndsTheCompoundWithItsResult() throws Exception {
        SessionId session = session();
        CompoundRes reply =
                compound(
                        sequence(session, 1),
                        new PutRootFhArgs(),
                        new GetFhArgs(),
                        new PutRootFhArgs());
        assertThat(reply.status()).isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(reply.results())
                .extracting(ResOp::op)
                .containsExactly(Operation.SEQUENCE, Operation.PUTROOTFH, Operation.GETFH);
        assertThat(calls).containsExactly("PUTROOTFH");
    }

    @Test
    void setAttrFailsWithItsBitmap() throws Exception {
        SessionId session = session();
        CompoundRes reply =
                compound(
                        sequence(session, 1),
                        new SetAttrArgs(
                                new StateId(0, 0, 0),
                                new FileAttributes(Bitmap.of(), Opaque.EMPTY)));
        assertThat(reply.results().getLast())
                .isEqualTo(new SetAttrRes(NfsStatus.NOFILEHANDLE, Bitmap.of()));
    }

    @Test
    void argumentsThatDoNotDecodeAreBadXdr() throws Exception {
        SessionId session = session();
        byte[] cut = encode(sequence(session, 1), new ArgOp.Unknown(Operation.PUTFH.value()));
        CompoundRes reply = new CompoundRunner().run(ALICE, cut);
        assertEnds(reply, Operation.PUTFH, NfsStatus.BADXDR);
        assertThat(reply.results()).hasSize(2);
    }

    @Test
    void anUnexpectedExceptionLeavesTheSlotUsable() throws Exception {
        SessionId session = session();
        CompoundRes reply = compound(sequence(session, 1), new RestoreFhArgs());
        assertEnds(reply, Operation.RESTOREFH, NfsStatus.SERVERFAULT);
        assertThat(faults).hasSize(1);
        assertThat(compound(sequence(session, 2)).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aRetryIsAnsweredFromTheSlotByteForByte() throws Exception {
        SessionId session = session();
        byte[] request = encode(cached(session, 1), new PutRootFhArgs());
        CompoundRunner runner = new CompoundRunner();
        byte[] first = runner.bytes(ALICE, request);
        byte[] second = runner.bytes(ALICE, request);
        assertThat(second).isEqualTo(first);
        assertThat(calls).containsExactly("PUTROOTFH");
    }

    @Test
    void aRetryOfWhatWasNotKeptSaysSoBehindSequence() throws Exception {
        SessionId session = session();
        byte[] request = encode(sequence(session, 1), new PutRootFhArgs());
        CompoundRunner runner = new CompoundRunner();
        runner.run(ALICE, request);
        CompoundRes retry = runner.run(ALICE, request);
        assertThat(retry.results().getFirst()).isInstanceOf(SequenceResOk.class);
        assertEnds(retry, Operation.PUTROOTFH, NfsStatus.RETRY_UNCACHED_REP);
        assertThat(calls).containsExactly("PUTROOTFH");
    }

    @Test
    void aRetryOfWhatIsNotSupportedGetsTheSameErrorAlthoughNothingWasKept() throws Exception {
        SessionId session = session();
        byte[] request = encode(sequence(session, 1), new RenewArgs(1));
        CompoundRunner runner = new CompoundRunner();
        assertEnds(runner.run(ALICE, request), Operation.RENEW, NfsStatus.NOTSUPP);
        assertEnds(runner.run(ALICE, request), Operation.RENEW, NfsStatus.NOTSUPP);
    }

    @Test
    void whatIsNotInThisMinorVersionIsNotSupportedOutsideASessionEither() throws Exception {
        assertEnds(compound(new RenewArgs(1)), Operation.RENEW, NfsStatus.NOTSUPP);
        assertEnds(
                compound(new RenewArgs(1), new PutRootFhArgs()),
                Operation.RENEW,
                NfsStatus.NOTSUPP);
    }

    @Test
    void aRetryOfACompoundThatEndsTooEarlyIsAnsweredTheSame() throws Exception {
        byte[] whole = encode(sequence(session(), 1), new PutRootFhArgs());
        byte[] cut = Arrays.copyOf(whole, whole.length - Integer.BYTES);
        CompoundRunner runner = new CompoundRunner();
        assertEnds(runner.run(ALICE, cut), Operation.ILLEGAL, NfsStatus.BADXDR);
        assertEnds(runner.run(ALICE, cut), Operation.ILLEGAL, NfsStatus.BADXDR);
    }

    @Test
    void aRetryOfSequenceAloneIsAnsweredAlthoughNothingWasKept() throws Exception {
        SessionId session = session();
        byte[] request = encode(sequence(session, 1));
        CompoundRunner runner = new CompoundRunner();
        assertThat(runner.bytes(ALICE, request)).isEqualTo(runner.bytes(ALICE, request));
    }

    @Test
    void aRetryMayNameAnotherHighestSlot() throws Exception {
        SessionId session = session();
        int sequenceId = 1;
        for (Opaque tag : List.of(Opaque.EMPTY, Opaque.utf8("tag of no multiple of four"))) {
            SequenceArgs original = new SequenceArgs(session, sequenceId, 2, 5, true);
            SequenceArgs retry = new SequenceArgs(session, sequenceId, 2, 3, true);
            CompoundRes first =
                    run(new CompoundArgs(tag, 1, List.of(original, new PutRootFhArgs())));
            CompoundRes second = run(new CompoundArgs(tag, 1, List.of(retry, new PutRootFhArgs())));
            assertThat(second).isEqualTo(first);
            sequenceId++;
        }
        assertThat(calls).containsExactly("PUTROOTFH", "PUTROOTFH");
    }

    @Test
    void anotherRequestUnderTheSameSequenceIdIsFalse() throws Exception {
        SessionId session = session();
        compound(cached(session, 1), new PutRootFhArgs());
        assertEnds(
                compound(cached(session, 1), new GetFhArgs()),
                Operation.SEQUENCE,
                NfsStatus.SEQ_FALSE_RETRY);
        assertThat(calls).containsExactly("PUTROOTFH");
    }

    @Test
    void anotherUsersRetryIsFalse() throws Exception {
        SessionId session = session();
        byte[] request = encode(cached(session, 1), new PutRootFhArgs());
        new CompoundRunner().run(ALICE, request);
        CompoundRes stranger = new CompoundRunner().run(BOB, request);
        assertEnds(stranger, Operation.SEQUENCE, NfsStatus.SEQ_FALSE_RETRY);
    }

    @Test
    void errorsOfSequenceLeaveTheSlotAsItWas() throws Exception {
        SessionId session = session();
        byte[] first = encode(cached(session, 1), new PutRootFhArgs());
        CompoundRunner runner = new CompoundRunner();
        byte[] answer = runner.bytes(ALICE, first);
        List<ArgOp> tooMany = new ArrayList<>(List.of(sequence(session, 2)));
        for (int i = 0; i < 64; i++) {
            tooMany.add(new PutRootFhArgs());
        }
        assertEnds(
                compound(tooMany.toArray(new ArgOp[0])),
                Operation.SEQUENCE,
                NfsStatus.TOO_MANY_OPS);
        assertEnds(
                compound(new SequenceArgs(session, 2, 64, 64, false)),
                Operation.SEQUENCE,
                NfsStatus.BADSLOT);
        assertEnds(
                compound(new SequenceArgs(session, 2, 0, 64, false)),
                Operation.SEQUENCE,
                NfsStatus.BAD_HIGH_SLOT);
        assertEnds(compound(sequence(session, 3)), Operation.SEQUENCE, NfsStatus.SEQ_MISORDERED);
        assertThat(runner.bytes(ALICE, first)).isEqualTo(answer);
        assertThat(compound(sequence(session, 2)).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aReplyTooBigToBeKeptFailsWhereItGetsTooBigAndIsKeptSo() throws Exception {
        SessionId session = session();
        byte[] request =
                encode(
                        cached(session, 1),
                        new PutRootFhArgs(),
                        new PutPubFhArgs(),
                        new SaveFhArgs());
        CompoundRunner runner = new CompoundRunner();
        CompoundRes reply = runner.run(ALICE, request);
        assertEnds(reply, Operation.PUTPUBFH, NfsStatus.REP_TOO_BIG_TO_CACHE);
        assertThat(reply.results()).hasSize(3);
        assertThat(runner.run(ALICE, request)).isEqualTo(reply);
        assertThat(calls).containsExactly("PUTROOTFH");
    }

    @Test
    void anUnknownSessionIsBad() throws Exception {
        assertEnds(
                compound(sequence(new SessionId(1, 2), 1)),
                Operation.SEQUENCE,
                NfsStatus.BADSESSION);
    }

    private NfsStatus called(String name) {
        calls.add(name);
        return NfsStatus.OK;
    }

    private static void assertEnds(CompoundRes reply, Operation operation, NfsStatus status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.results().getLast()).isEqualTo(new StatusOnly(operation, status));
    }

    private CompoundRes compound(ArgOp... ops) throws XdrException {
        return new CompoundRunner().run(ALICE, encode(ops));
    }

    private CompoundRes run(CompoundArgs args) throws XdrException {
        XdrWriter out = new XdrWriter();
        args.encode(out);
        return new CompoundRunner().run(ALICE, out.toByteArray());
    }

    private static byte[] encode(ArgOp... ops) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(ops)).encode(out);
        return out.toByteArray();
    }

    private static SequenceArgs sequence(SessionId session, int sequenceId) {
        return new SequenceArgs(session, sequenceId, 0, 0, false);
    }

    private static SequenceArgs cached(SessionId session, int sequenceId) {
        return new SequenceArgs(session, sequenceId, 0, 0, true);
    }

    private static ExchangeIdArgs exchangeId() {
        return new ExchangeIdArgs(
                new ClientOwner(7, Opaque.utf8("client")), 0, new StateProtectA.None(), null);
    }

    private SessionId session() {
        ExchangeIdResOk id =
                ((Outcome.Done<ExchangeIdResOk>)
                                clients.exchangeId(
                                        exchangeId(), ALICE.principal(), ALICE.origin(), 0))
                        .value();
        ChannelAttributes channel =
                new ChannelAttributes(0, 1 << 20, 1 << 20, 8192, 64, 64, OptionalInt.empty());
        CreateSessionArgs args =
                new CreateSessionArgs(
                        id.clientId(), id.sequenceId(), 0, channel, channel, 0x40000000, List.of());
        return ((Outcome.Done<CreateSessionResOk>)
                        clients.createSession(
                                args, ALICE.principal(), ALICE.connectionId(), null, 0))
                .value()
                .sessionId();
    }

    /** Runs requests one after the other with what an RPC layer would have around them. */
    private final class CompoundRunner {
        private final CompoundContext cx = new CompoundContext();
        private final CompoundProcessor interpreter =
                new MinorVersions(
                        Map.of(
                                CompoundInterpreter.MINOR_VERSION,
                                new CompoundInterpreter(
                                        handlers,
                                        clients,
                                        (operation, cause) -> faults.add(cause))));

        CompoundRes run(Caller caller, byte[] request) throws XdrException {
            return CompoundRes.decode(new XdrReader(bytes(caller, request)));
        }

        byte[] bytes(Caller caller, byte[] request) throws XdrException {
            XdrWriter out = new XdrWriter();
            for (int i = 0; i < REPLY_HEADER; i += Integer.BYTES) {
                out.writeInt(0);
            }
            interpreter.execute(
                    cx.begin(caller, 0, CALL_HEADER + request.length, REPLY_HEADER),
                    new XdrReader(request),
                    out);
            return out.toByteArray(REPLY_HEADER);
        }
    }

    /** Clients that hold nothing in files. */
    private static final class NoState implements ClientState {
        @Override
        public boolean holdsState(long clientId) {
            return false;
        }

        @Override
        public void release(long clientId) {}
    }
}
