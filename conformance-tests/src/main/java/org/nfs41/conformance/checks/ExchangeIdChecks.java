package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.util.Set;

/** How EXCHANGE_ID tells apart the incarnations of clients. */
final class ExchangeIdChecks {
    /** What table 8 of section 13.1 allows. */
    private static final Set<Integer> ROLES =
            Set.of(
                    ExchangeIdFlags.USE_PNFS_MDS,
                    ExchangeIdFlags.USE_PNFS_MDS | ExchangeIdFlags.USE_PNFS_DS,
                    ExchangeIdFlags.USE_PNFS_DS,
                    ExchangeIdFlags.USE_NON_PNFS,
                    ExchangeIdFlags.USE_NON_PNFS | ExchangeIdFlags.USE_PNFS_DS);

    private static final int RESULT_FLAGS =
            ExchangeIdFlags.SUPP_MOVED_REFER
                    | ExchangeIdFlags.SUPP_MOVED_MIGR
                    | ExchangeIdFlags.BIND_PRINC_STATEID
                    | ExchangeIdFlags.MASK_PNFS
                    | ExchangeIdFlags.CONFIRMED_R;

    @Check(
            id = "CID-001",
            rule =
                    "Bits of eia_flags that are not defined, or defined for results only, are"
                            + " refused",
            sends = "EXCHANGE_ID with flag 0x8, then with EXCHGID4_FLAG_CONFIRMED_R",
            accepts = "NFS4ERR_INVAL",
            requirements = "18.35.3-R10",
            bugs = "B-025")
    void undefinedFlagsOfExchangeId(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (int flags : new int[] {0x8, ExchangeIdFlags.CONFIRMED_R}) {
            assertThatReply(client.call(Ops.exchangeId(client.owner(), flags)))
                    .because("flags " + Integer.toHexString(flags))
                    .endsAt(0, NfsStatus.INVAL);
        }
    }

    @Check(
            id = "CID-002",
            rule =
                    "Repeating EXCHANGE_ID for a confirmed client gives the same client id, marked"
                            + " so",
            sends = "EXCHANGE_ID of the same owner, verifier and user over a second connection",
            accepts =
                    "The same client id with EXCHGID4_FLAG_CONFIRMED_R, and the session still"
                            + " works",
            requirements = {"18.35.3-R13", "18.35.3-R14"},
            sections = "18.35.4",
            needs = Need.CONNECTIONS,
            bugs = "B-028")
    void exchangeIdOfAConfirmedClientIsRepeated(CheckContext cx) {
        NfsClient client = cx.client();
        Reply reply = client.newConnection().call(client.exchangeIdArgs());
        assertThatReply(reply).isOk();
        ExchangeIdResOk again = reply.result(0, ExchangeIdResOk.class);
        if (again.clientId() != client.clientId()) {
            throw new CheckFailure(
                    "client id of the repeated EXCHANGE_ID",
                    Long.toHexString(client.clientId()),
                    Long.toHexString(again.clientId()));
        }
        if ((again.flags() & ExchangeIdFlags.CONFIRMED_R) == 0) {
            throw new CheckFailure(
                    "eir_flags of a confirmed client",
                    "EXCHGID4_FLAG_CONFIRMED_R",
                    "0x" + Integer.toHexString(again.flags()));
        }
        assertThatReply(cx.session().compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "CID-003",
            rule = "A new owner gets a client id of its own, which is not confirmed yet",
            sends = "EXCHANGE_ID of two new owners, then CREATE_SESSION and EXCHANGE_ID again",
            accepts =
                    "Two client ids without EXCHGID4_FLAG_CONFIRMED_R; after CREATE_SESSION the"
                            + " same client id with it",
            requirements = "18.35.3-R14",
            sections = "18.35.4")
    void exchangeIdOfNewOwners(CheckContext cx) {
        NfsClient client = cx.newClient();
        ExchangeIdResOk first = client.identity();
        Handshake.requireConfirmed(false, first);
        ExchangeIdResOk other = cx.newClient().identity();
        Handshake.requireConfirmed(false, other);
        Handshake.requireOtherClientId(first.clientId(), other);
        client.createSession();
        Handshake.requireRecordIntact(client);
    }

    @Check(
            id = "CID-004",
            rule =
                    "Whoever asks over whatever connection, one server has one owner and one"
                            + " scope",
            sends = "EXCHANGE_ID of one owner over three connections and of another owner",
            accepts =
                    "The same client id for the same owner; the same so_major_id, which is not"
                            + " empty, and the same eir_server_scope for all",
            requirements = "2.10.5-R06",
            needs = Need.CONNECTIONS,
            bugs = "B-035")
    void serverOwnerAndScopeOverSeveralConnections(CheckContext cx) {
        NfsClient client = cx.client();
        ExchangeIdResOk known = client.identity();
        Handshake.require(
                known.serverOwner().majorId().length() > 0, "so_major_id", "a name", "nothing");
        for (int i = 0; i < 3; i++) {
            Reply reply = client.newConnection().call(client.exchangeIdArgs());
            assertThatReply(reply).isOk();
            ExchangeIdResOk again = reply.result(0, ExchangeIdResOk.class);
            Handshake.requireClientId(known.clientId(), again);
            requireSameServer(known, again);
        }
        requireSameServer(known, cx.newClient(cx.secondUser()).identity());
    }

    private static void requireSameServer(ExchangeIdResOk known, ExchangeIdResOk result) {
        Handshake.requireSame(
                "so_major_id", known.serverOwner().majorId(), result.serverOwner().majorId());
        Handshake.requireSame("eir_server_scope", known.serverScope(), result.serverScope());
    }

    @Check(
            id = "CID-005",
            rule = "The server says a combination of pNFS roles that exists, whatever is asked for",
            sends = "EXCHANGE_ID with no role, each role alone, all roles and contradictory ones",
            accepts =
                    "NFS4_OK with MDS, MDS and DS, DS, NON_PNFS, or NON_PNFS and DS; only flags"
                            + " that a result may have",
            requirements = {"18.35.3-R17", "13.1-R02"},
            bugs = "B-160")
    void rolesInTheResult(CheckContext cx) {
        int[] asked = {
            0,
            ExchangeIdFlags.USE_NON_PNFS,
            ExchangeIdFlags.USE_PNFS_MDS,
            ExchangeIdFlags.USE_PNFS_DS,
            ExchangeIdFlags.USE_NON_PNFS | ExchangeIdFlags.USE_PNFS_MDS,
            ExchangeIdFlags.MASK_PNFS
        };
        for (int flags : asked) {
            int result = Handshake.exchange(cx.newClient(), flags).flags();
            Handshake.require(
                    ROLES.contains(result & ExchangeIdFlags.MASK_PNFS),
                    "roles in eir_flags after asking for 0x" + Integer.toHexString(flags),
                    "a combination of table 8",
                    "0x" + Integer.toHexString(result));
            Handshake.requireSame(
                    "flags in eir_flags that no result has",
                    "0x0",
                    "0x" + Integer.toHexString(result & ~RESULT_FLAGS));
        }
    }

    @Check(
            id = "CID-006",
            rule = "A client need not say what it is, and may",
            sends = "EXCHANGE_ID with an empty eia_client_impl_id, and with one element",
            accepts = "NFS4_OK for both",
            requirements = {"18.35.3-R43", "18.35.3-R44"},
            bugs = "B-161")
    void implementationIdMissingOrPresent(CheckContext cx) {
        assertThatReply(cx.newClient().exchangeId()).because("no implementation id").isOk();
        NfsClient client = cx.newClient();
        NfsImplId self =
                new NfsImplId(
                        Opaque.utf8("example.org"), Opaque.utf8("a client"), new NfsTime(1, 2));
        ExchangeIdArgs args = new ExchangeIdArgs(client.owner(), 0, new StateProtectA.None(), self);
        assertThatReply(client.call(args)).because("one implementation id").isOk();
    }

    @Check(
            id = "CID-007",
            rule = "More than one implementation id is no valid XDR",
            sends = "EXCHANGE_ID whose eia_client_impl_id has two elements",
            accepts = "NFS4ERR_BADXDR or RPC GARBAGE_ARGS; the server goes on serving",
            sections = {"18.35.1", "15.1.1.1"},
            bugs = "B-161")
    void twoImplementationIds(CheckContext cx) {
        NfsClient client = cx.newClient();
        XdrWriter arguments = new XdrWriter();
        client.owner().encode(arguments);
        arguments.writeInt(0);
        arguments.writeInt(StateProtectA.SP4_NONE);
        arguments.writeInt(2);
        for (int i = 0; i < 2; i++) {
            new NfsImplId(Opaque.utf8("x"), Opaque.utf8("y"), new NfsTime(0, 0)).encode(arguments);
        }
        Op twice = Op.raw(Operation.EXCHANGE_ID.value(), arguments.toByteArray());
        Undecodable.require(client.connection().call(Compound.of().plus(twice)));
        assertThatReply(client.exchangeId()).because("the server serves on").isOk();
    }

    @Check(
            id = "CID-008",
            rule = "Outside a session EXCHANGE_ID is alone in its COMPOUND",
            sends = "EXCHANGE_ID and PUTROOTFH; EXCHANGE_ID twice",
            accepts = "NFS4ERR_NOT_ONLY_OP",
            requirements = {"18.35.3-R01", "18.35.3-R02", "15.1.3.3-R01"},
            bugs = "B-051")
    void exchangeIdAmongOtherOperations(CheckContext cx) {
        NfsClient client = cx.newClient();
        ExchangeIdArgs args = client.exchangeIdArgs();
        assertThatReply(client.call(args, Ops.putRootFh())).hasStatus(NfsStatus.NOT_ONLY_OP);
        assertThatReply(client.call(args, args)).hasStatus(NfsStatus.NOT_ONLY_OP);
    }

    @Check(
            id = "CID-009",
            rule = "Behind SEQUENCE EXCHANGE_ID may stand among other operations",
            sends = "SEQUENCE, PUTROOTFH, EXCHANGE_ID of the session's owner, of a new one, GETFH",
            accepts = "NFS4_OK for all, the session's client id and a new one",
            sections = "18.35.3",
            bugs = "B-051")
    void exchangeIdBehindSequence(CheckContext cx) {
        NfsClient client = cx.client();
        NfsClient other = cx.newClient();
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putRootFh(),
                                client.exchangeIdArgs(),
                                other.exchangeIdArgs(),
                                Ops.getFh());
        assertThatReply(reply).isOk();
        Handshake.requireClientId(client.clientId(), reply.result(2, ExchangeIdResOk.class));
        ExchangeIdResOk fresh = reply.result(3, ExchangeIdResOk.class);
        Handshake.requireOtherClientId(client.clientId(), fresh);
        other.adopt(fresh);
        Handshake.requireAlive(other.connect());
    }

    @Check(
            id = "CID-010",
            rule = "A way of state protection that does not exist is no valid XDR",
            sends = "EXCHANGE_ID with spa_how 3",
            accepts = "NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC GARBAGE_ARGS",
            sections = {"18.35.1", "15.1.1.1"})
    void undefinedStateProtection(CheckContext cx) {
        NfsClient client = cx.newClient();
        StateProtectA unknown = new StateProtectA.Unknown(3);
        Op op = Undecodable.op(new ExchangeIdArgs(client.owner(), 0, unknown, null));
        Reply reply = client.connection().call(Compound.of().plus(op));
        Undecodable.require(reply, NfsStatus.INVAL);
    }
}
