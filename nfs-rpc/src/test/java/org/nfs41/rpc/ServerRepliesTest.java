package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

class ServerRepliesTest {
    private static final int ECHO = 1;
    private static final int DECODES_TOO_MUCH = 2;
    private static final int THROWS = 3;
    private static final int ANSWERS_NOTHING = 4;
    private static final int DROPS = 5;
    private static final int TOO_WEAK = 6;
    private static final int CHANGES_ITS_MIND = 7;
    private static final int WRITES_TOO_MUCH = 8;

    private final List<RpcCredential> credentials = new CopyOnWriteArrayList<>();
    private final FakeProgram program = new FakeProgram(this::answer);
    private RpcServer server;
    private RawPeer peer;

    private void answer(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        credentials.add(call.credential());
        switch (call.procedure()) {
            case NullProcedure.NUMBER -> NullProcedure.answer(call, reply);
            case ECHO -> reply.results().writeRaw(args.buffer(), args.position(), args.remaining());
            case DECODES_TOO_MUCH -> {
                reply.results().writeInt(1);
                args.readLong();
            }
            case THROWS -> {
                reply.results().writeInt(1);
                throw new IllegalStateException("the program fails on purpose");
            }
            case ANSWERS_NOTHING -> {}
            case DROPS -> reply.drop();
            case TOO_WEAK -> reply.reject(AuthStatus.TOOWEAK);
            case CHANGES_ITS_MIND -> {
                reply.fail(AcceptStatus.SYSTEM_ERR);
                reply.results().writeInt(77);
            }
            case WRITES_TOO_MUCH -> {
                XdrWriter out = reply.results();
                while (true) {
                    out.writeLong(0);
                }
            }
            default -> reply.fail(AcceptStatus.PROC_UNAVAIL);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServers.start(program);
        peer = RawPeer.connect(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        server.close();
    }

    private ReplyHeader exchange(byte[] call) throws IOException, XdrException {
        peer.sendRecord(call);
        return peer.readReply();
    }

    private static byte[] call(int program, int version, OpaqueAuth credential) {
        return RawPeer.call(
                new CallHeader(9, program, version, 0, credential, OpaqueAuth.NONE), _ -> {});
    }

    @Test
    void nullProcedureIsAnswered() throws Exception {
        assertThat(exchange(RawPeer.call(9, NullProcedure.NUMBER)))
                .isEqualTo(AcceptedReply.of(9, AcceptStatus.SUCCESS));
    }

    @Test
    void resultsFollowTheHead() throws Exception {
        peer.sendRecord(RawPeer.call(0xfffffffe, ECHO, out -> out.writeLong(42)));
        XdrReader in = new XdrReader(peer.readRecord());
        assertThat(RpcMessage.decode(in))
                .isEqualTo(AcceptedReply.of(0xfffffffe, AcceptStatus.SUCCESS));
        assertThat(in.readLong()).isEqualTo(42);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void anotherProgramIsUnavailable() throws Exception {
        assertThat(exchange(call(FakeProgram.NUMBER + 1, FakeProgram.VERSION, OpaqueAuth.NONE)))
                .isEqualTo(AcceptedReply.of(9, AcceptStatus.PROG_UNAVAIL));
    }

    @Test
    void versionsOutsideTheRangeAreMismatches() throws Exception {
        for (int version : new int[] {FakeProgram.LOW - 1, FakeProgram.HIGH + 1, 0, -1}) {
            assertThat(exchange(call(FakeProgram.NUMBER, version, OpaqueAuth.NONE)))
                    .isEqualTo(AcceptedReply.programMismatch(9, FakeProgram.LOW, FakeProgram.HIGH));
        }
        for (int version : new int[] {FakeProgram.LOW, FakeProgram.HIGH}) {
            assertThat(exchange(call(FakeProgram.NUMBER, version, OpaqueAuth.NONE)))
                    .isEqualTo(AcceptedReply.of(9, AcceptStatus.SUCCESS));
        }
    }

    @Test
    void anUnknownProcedureIsUnavailable() throws Exception {
        assertThat(exchange(RawPeer.call(9, 1000)))
                .isEqualTo(AcceptedReply.of(9, AcceptStatus.PROC_UNAVAIL));
    }

    @Test
    void argumentsThatDoNotDecodeAreGarbageAndDropTheResultsBegun() throws Exception {
        peer.sendRecord(RawPeer.call(9, DECODES_TOO_MUCH));
        XdrReader in = new XdrReader(peer.readRecord());
        assertThat(RpcMessage.decode(in)).isEqualTo(AcceptedReply.of(9, AcceptStatus.GARBAGE_ARGS));
        assertThat(in.remaining()).isZero();
    }

    @Test
    void aProgramThatFailsIsASystemErrorAndTheConnectionStays() throws Exception {
        for (int procedure : new int[] {THROWS, ANSWERS_NOTHING, WRITES_TOO_MUCH}) {
            assertThat(exchange(RawPeer.call(9, procedure)))
                    .isEqualTo(AcceptedReply.of(9, AcceptStatus.SYSTEM_ERR));
        }
        assertThat(server.metrics().callsFailed()).isEqualTo(3);
        assertThat(exchange(RawPeer.call(10, 0)))
                .isEqualTo(AcceptedReply.of(10, AcceptStatus.SUCCESS));
    }

    @Test
    void aDroppedCallGetsNoReplyAndTheNextOneDoes() throws Exception {
        peer.sendRecord(RawPeer.call(9, DROPS));
        assertThat(exchange(RawPeer.call(10, 0)).xid()).isEqualTo(10);
    }

    @Test
    void aProgramCanFindACredentialTooWeak() throws Exception {
        assertThat(exchange(RawPeer.call(9, TOO_WEAK)))
                .isEqualTo(new AuthErrorReply(9, AuthStatus.TOOWEAK));
    }

    @Test
    void theLastAnswerOfAProgramHolds() throws Exception {
        peer.sendRecord(RawPeer.call(9, CHANGES_ITS_MIND));
        XdrReader in = new XdrReader(peer.readRecord());
        assertThat(RpcMessage.decode(in)).isEqualTo(AcceptedReply.of(9, AcceptStatus.SUCCESS));
        assertThat(in.readInt()).isEqualTo(77);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void anotherRpcVersionIsAMismatchWhateverFollows() throws Exception {
        XdrWriter out = new XdrWriter();
        new OtherVersionCall(9, 3).encode(out);
        assertThat(exchange(out.toByteArray())).isEqualTo(new RpcMismatchReply(9, 2, 2));
        out.writeInt(-1);
        assertThat(exchange(out.toByteArray())).isEqualTo(new RpcMismatchReply(9, 2, 2));
    }

    @Test
    void flavorsThatAreNotTakenAreRejected() throws Exception {
        for (int flavor : new int[] {2, 3, 6, 7, 390003, -1}) {
            OpaqueAuth credential = new OpaqueAuth(new AuthFlavor(flavor), Opaque.of(new byte[8]));
            assertThat(exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, credential)))
                    .isEqualTo(new AuthErrorReply(9, AuthStatus.REJECTEDCRED));
        }
    }

    @Test
    void anAuthSysBodyThatDoesNotDecodeIsABadCredential() throws Exception {
        Opaque whole = new AuthSys(1, 2).toOpaqueAuth().body();
        byte[] shorter = java.util.Arrays.copyOf(whole.toByteArray(), whole.length() - 4);
        byte[] longer = java.util.Arrays.copyOf(whole.toByteArray(), whole.length() + 4);
        for (byte[] body : List.of(shorter, longer, new byte[0])) {
            OpaqueAuth credential = new OpaqueAuth(AuthFlavor.SYS, Opaque.of(body));
            assertThat(exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, credential)))
                    .isEqualTo(new AuthErrorReply(9, AuthStatus.BADCRED));
        }
        assertThat(credentials).isEmpty();
    }

    @Test
    void bodiesOfMoreThanFourHundredBytesAreBad() throws Exception {
        OpaqueAuth tooLong = new OpaqueAuth(AuthFlavor.NONE, Opaque.of(new byte[401]));
        assertThat(exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, tooLong)))
                .isEqualTo(new AuthErrorReply(9, AuthStatus.BADCRED));
        CallHeader header =
                new CallHeader(
                        9, FakeProgram.NUMBER, FakeProgram.VERSION, 0, OpaqueAuth.NONE, tooLong);
        assertThat(exchange(RawPeer.call(header, _ -> {})))
                .isEqualTo(new AuthErrorReply(9, AuthStatus.BADVERF));
    }

    @Test
    void callersAreTheSameObjectAsLongAsTheirBytesAre() throws Exception {
        List<AuthSys> users =
                List.of(
                        new AuthSys(1, Opaque.utf8("here"), 10, 20, List.of(1, 2, 3)),
                        new AuthSys(0, 0),
                        new AuthSys(2, Opaque.utf8("here"), 10, 20, List.of(1, 2, 3)));
        for (int round = 0; round < 2; round++) {
            for (AuthSys user : users) {
                exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, user.toOpaqueAuth()));
            }
            exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, OpaqueAuth.NONE));
        }
        assertThat(credentials.subList(0, 3)).isEqualTo(users);
        assertThat(credentials.get(3)).isSameAs(AuthNone.INSTANCE);
        for (int i = 0; i < 4; i++) {
            assertThat(credentials.get(4 + i)).isSameAs(credentials.get(i));
        }
    }

    @Test
    void moreCallersThanAreRememberedAreToldApart() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (int uid = 0; uid < 20; uid++) {
                OpaqueAuth user = new AuthSys(uid, 1).toOpaqueAuth();
                exchange(call(FakeProgram.NUMBER, FakeProgram.VERSION, user));
                assertThat(credentials.getLast()).isEqualTo(new AuthSys(uid, 1));
            }
        }
    }

    @Test
    void aRecordThatIsNoMessageEndsTheConnectionAfterTheRepliesBeforeIt() throws Exception {
        List<Consumer<XdrWriter>> records =
                List.of(
                        _ -> {},
                        out -> out.writeInt(1),
                        out -> {
                            out.writeInt(1);
                            out.writeInt(2);
                        },
                        out -> {
                            out.writeInt(1);
                            out.writeInt(RpcMessage.CALL);
                            out.writeInt(RpcMessage.RPC_VERSION);
                            out.writeInt(FakeProgram.NUMBER);
                        });
        for (Consumer<XdrWriter> record : records) {
            try (RawPeer other = RawPeer.connect(server.address())) {
                XdrWriter out = new XdrWriter();
                record.accept(out);
                byte[] before = RawPeer.mark(RawPeer.call(5, 0));
                byte[] bad = RawPeer.mark(out.toByteArray());
                other.send(
                        java.nio.ByteBuffer.allocate(before.length + bad.length)
                                .put(before)
                                .put(bad)
                                .array());
                assertThat(other.readReply().xid()).isEqualTo(5);
                assertThat(other.isEnded()).isTrue();
            }
        }
        assertThat(server.metrics().connectionsEndedForCause()).isEqualTo(records.size());
        assertThat(exchange(RawPeer.call(10, 0)).xid()).isEqualTo(10);
    }

    @Test
    void aReplyThatNobodyAwaitsIsIgnored() throws Exception {
        XdrWriter out = new XdrWriter();
        AcceptedReply.of(1, AcceptStatus.SUCCESS).encode(out);
        peer.sendRecord(out.toByteArray());
        assertThat(exchange(RawPeer.call(10, 0)).xid()).isEqualTo(10);
    }

    @Test
    void connectionsAreToldOfOnceEach() throws Exception {
        exchange(RawPeer.call(9, 0));
        peer.close();
        Eventually.until("the end is noticed", () -> program.closed.size() == 1);
        assertThat(program.opened).hasSize(1).isEqualTo(program.closed);
        assertThat(program.closed.getFirst().isOpen()).isFalse();
        assertThat(server.metrics().connectionsOpen()).isZero();
        assertThat(server.metrics().connectionsOpened()).isEqualTo(1);
        assertThat(server.metrics().callsReceived()).isEqualTo(1);
    }
}
