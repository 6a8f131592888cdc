package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

class RpcMessageTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void headsComeOutAsTheyWentIn(@ForAll("messages") RpcMessage message) throws XdrException {
        XdrWriter out = new XdrWriter();
        message.encode(out);
        XdrReader in = new XdrReader(out.toByteArray());
        assertThat(RpcMessage.decode(in)).isEqualTo(message);
        assertThat(in.remaining()).isZero();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void truncatedHeadsAreRefused(@ForAll("messages") RpcMessage message, @ForAll int seed) {
        XdrWriter out = new XdrWriter();
        message.encode(out);
        int length = Math.floorMod(seed, out.position());
        XdrReader in = new XdrReader().reset(out.buffer(), 0, length);
        assertThatThrownBy(() -> RpcMessage.decode(in)).isInstanceOf(XdrException.class);
    }

    @Provide
    Arbitrary<RpcMessage> messages() {
        Arbitrary<Integer> numbers = Arbitraries.integers();
        Arbitrary<OpaqueAuth> auths =
                Combinators.combine(
                                Arbitraries.integers().between(0, 8),
                                Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofMaxSize(OpaqueAuth.MAX_BODY_BYTES))
                        .as((flavor, body) ->
                                new OpaqueAuth(new AuthFlavor(flavor), Opaque.of(body)));
        Arbitrary<RpcMessage> calls =
                Combinators.combine(numbers, numbers, numbers, numbers, auths, auths)
                        .as(CallHeader::new);
        Arbitrary<RpcMessage> otherVersions =
                Combinators.combine(numbers, numbers.filter(v -> v != RpcMessage.RPC_VERSION))
                        .as(OtherVersionCall::new);
        Arbitrary<RpcMessage> accepted =
                Combinators.combine(numbers, auths, Arbitraries.integers().between(0, 9), numbers)
                        .as((xid, auth, status, low) ->
                                new AcceptedReply(
                                        xid,
                                        auth,
                                        new AcceptStatus(status),
                                        status == 2 ? low : 0,
                                        status == 2 ? low + 1 : 0));
        Arbitrary<RpcMessage> mismatches =
                Combinators.combine(numbers, numbers, numbers).as(RpcMismatchReply::new);
        Arbitrary<RpcMessage> authErrors =
                Combinators.combine(numbers, numbers.map(AuthStatus::new)).as(AuthErrorReply::new);
        return Arbitraries.oneOf(calls, otherVersions, accepted, mismatches, authErrors);
    }

    @Test
    void unknownUnionArmsAreRefused() {
        assertThatThrownBy(() -> decode(1, 2)).isInstanceOf(XdrException.class);
        assertThatThrownBy(() -> decode(1, RpcMessage.REPLY, 2)).isInstanceOf(XdrException.class);
        assertThatThrownBy(() -> decode(1, RpcMessage.REPLY, ReplyHeader.MSG_DENIED, 2))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void anAuthBodyOfMoreThanItsBoundIsRefused() {
        XdrWriter out = new XdrWriter();
        out.writeInt(0);
        out.writeOpaque(new byte[OpaqueAuth.MAX_BODY_BYTES + 1]);
        assertThatThrownBy(() -> OpaqueAuth.decode(new XdrReader(out.toByteArray())))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void onlySuccessIsSuccess() {
        assertThat(AcceptedReply.of(1, AcceptStatus.SUCCESS).isSuccess()).isTrue();
        assertThat(AcceptedReply.of(1, AcceptStatus.SYSTEM_ERR).isSuccess()).isFalse();
        assertThat(new RpcMismatchReply(1, 2, 2).isSuccess()).isFalse();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void authSysComesOutAsItWentIn(
            @ForAll int stamp,
            @ForAll @Size(max = AuthSys.MAX_MACHINE_NAME_BYTES) byte[] name,
            @ForAll int uid,
            @ForAll int gid,
            @ForAll @Size(max = AuthSys.MAX_GIDS) List<Integer> gids)
            throws XdrException {
        AuthSys sent = new AuthSys(stamp, Opaque.of(name), uid, gid, gids);
        OpaqueAuth wire = sent.toOpaqueAuth();
        assertThat(wire.flavor()).isEqualTo(AuthFlavor.SYS);
        assertThat(AuthSys.decodeBody(new XdrReader(wire.body()))).isEqualTo(sent);
    }

    @Test
    void authSysWithMoreThanSixteenGroupsOrWithBytesAfterItIsRefused() {
        XdrWriter groups = new XdrWriter();
        for (int word : new int[] {0, 0, 1, 1, AuthSys.MAX_GIDS + 1}) {
            groups.writeInt(word);
        }
        groups.writeFixedOpaque(Opaque.of(new byte[4 * (AuthSys.MAX_GIDS + 1)]));
        assertThatThrownBy(() -> AuthSys.decodeBody(new XdrReader(groups.toByteArray())))
                .isInstanceOf(XdrException.class);
        XdrWriter longer = new XdrWriter();
        new AuthSys(1, 1).encodeBody(longer);
        longer.writeInt(0);
        assertThatThrownBy(() -> AuthSys.decodeBody(new XdrReader(longer.toByteArray())))
                .isInstanceOf(XdrException.class);
    }

    private static RpcMessage decode(int... words) throws XdrException {
        XdrWriter out = new XdrWriter();
        for (int word : words) {
            out.writeInt(word);
        }
        return RpcMessage.decode(new XdrReader(out.toByteArray()));
    }
}
