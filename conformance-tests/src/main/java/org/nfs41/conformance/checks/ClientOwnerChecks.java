package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.oracle.Oracles;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NetAddr;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.CbClient;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.NfsClientId;
import org.nfs41.xdr.op.SetClientIdArgs;
import org.nfs41.xdr.op.SetClientIdConfirmArgs;
import org.nfs41.xdr.op.SetClientIdResOk;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which EXCHANGE_IDs belong to one client record, and what becomes of colliding ones. */
final class ClientOwnerChecks {
    @Check(
            id = "CID-060",
            rule = "An unconfirmed record is replaced by the owner's next EXCHANGE_ID",
            sends = "EXCHANGE_ID twice before any CREATE_SESSION; CREATE_SESSION with both ids",
            accepts =
                    "Two client ids; the first is NFS4ERR_STALE_CLIENTID, the second can be"
                            + " confirmed",
            sections = "18.35.4",
            bugs = "B-029")
    void exchangeIdTwiceBeforeConfirmation(CheckContext cx) {
        NfsClient client = cx.newClient();
        ExchangeIdResOk first = client.identity();
        requireReplaced(client, first);
    }

    @Check(
            id = "CID-061",
            rule = "An unconfirmed record is replaced by another incarnation of the owner as well",
            sends = "EXCHANGE_ID with two verifiers before any CREATE_SESSION",
            accepts =
                    "Two client ids; the first is NFS4ERR_STALE_CLIENTID, the second can be"
                            + " confirmed",
            requirements = "18.35.3-R03",
            sections = "18.35.4",
            bugs = "B-029")
    void exchangeIdOfAnotherIncarnationBeforeConfirmation(CheckContext cx) {
        NfsClient client = cx.newClient();
        ExchangeIdResOk first = client.identity();
        requireReplaced(cx.restarted(client), first);
    }

    @Check(
            id = "CID-062",
            rule = "An unconfirmed record is no claim on the name: another user may replace it",
            sends = "EXCHANGE_ID of one owner by two users before any CREATE_SESSION",
            accepts =
                    "Two client ids and no NFS4ERR_CLID_INUSE; the second user can confirm its"
                            + " own",
            requirements = "2.4.3-R01",
            sections = "18.35.4",
            needs = Need.USERS,
            bugs = "B-029")
    void exchangeIdOfAnotherUserBeforeConfirmation(CheckContext cx) {
        NfsClient client = cx.newClient();
        ExchangeIdResOk first = client.identity();
        requireReplaced(cx.newClient(client.owner(), cx.secondUser()), first);
    }

    private static void requireReplaced(NfsClient client, ExchangeIdResOk first) {
        Reply reply = client.exchangeId();
        assertThatReply(reply).isOk();
        Handshake.requireOtherClientId(first.clientId(), client.identity());
        Handshake.requireConfirmed(false, client.identity());
        assertThatReply(client.call(Ops.createSession(first.clientId(), first.sequenceId())))
                .because("its record was replaced")
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        Handshake.requireAlive(client.connect());
    }

    @Check(
            id = "CID-063",
            rule = "The owner name of a client that holds state is refused to another user",
            sends =
                    "EXCHANGE_ID of a confirmed client's owner by another user, with the client's"
                            + " verifier and with another",
            accepts = "NFS4ERR_CLID_INUSE; session and record of the client stay",
            requirements = "2.4.3-R04",
            sections = "18.35.4",
            needs = Need.USERS,
            bugs = "B-032")
    void ownerOfALiveClientUsedByAnotherUser(CheckContext cx) {
        NfsClient client = cx.client();
        ClientOwner owner = client.owner();
        ClientOwner other = new ClientOwner(owner.verifier() + 1, owner.ownerId());
        for (ClientOwner taken : List.of(owner, other)) {
            Compound request = Compound.of(Ops.exchangeId(taken, 0));
            assertThatReply(client.connection().send(request, cx.secondUser()).await())
                    .because("the client has a session")
                    .endsAt(0, NfsStatus.CLID_INUSE);
            Handshake.requireAlive(cx.session());
            Handshake.requireRecordIntact(client);
        }
    }

    @Check(
            id = "CID-064",
            rule = "The owner name of a client that holds nothing may be taken by another user",
            sends =
                    "DESTROY_SESSION of a client's only session, then EXCHANGE_ID of its owner"
                            + " and CREATE_SESSION by another user",
            accepts =
                    "NFS4_OK and another client id; the first user's client id is"
                            + " NFS4ERR_STALE_CLIENTID",
            requirements = "2.4.3-R01",
            sections = "18.35.4",
            needs = Need.USERS,
            bugs = "B-033")
    void ownerOfAClientWithoutStateUsedByAnotherUser(CheckContext cx) {
        NfsClient client = cx.client();
        assertThatReply(client.call(Ops.destroySession(cx.session().id()))).isOk();
        NfsClient taker = cx.newClient(client.owner(), cx.secondUser());
        assertThatReply(taker.exchangeId()).because("the name is free").isOk();
        Handshake.requireOtherClientId(client.clientId(), taker.identity());
        Handshake.requireConfirmed(false, taker.identity());
        Handshake.requireAlive(taker.connect());
        assertThatReply(client.call(client.createSessionArgs()))
                .because("its record was deleted")
                .endsAt(0, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CID-065",
            rule = "Owner names are opaque: any difference in their bytes makes another client",
            sends =
                    "EXCHANGE_ID of owners that differ in case, in a trailing zero byte, in length"
                            + " and in bytes that are no UTF-8, each twice",
            accepts = "A client id of its own for each, confirmed one after the other",
            sections = {"2.4", "18.35.4"})
    void ownersThatAreAlmostTheSame(CheckContext cx) {
        byte[] name = cx.newClient().owner().ownerId().toByteArray();
        byte[] upper = Opaque.utf8(Opaque.of(name).utf8().toUpperCase(Locale.ROOT)).toByteArray();
        byte[] longer = Arrays.copyOf(name, name.length + 1);
        byte[] shorter = Arrays.copyOf(name, name.length - 1);
        byte[] strange = Arrays.copyOf(name, name.length + 1);
        strange[name.length] = (byte) 0xFF;
        Set<Long> ids = new HashSet<>();
        List<byte[]> names = List.of(name, upper, longer, shorter, strange);
        for (byte[] each : names) {
            NfsClient client = cx.newClient(new ClientOwner(1, Opaque.of(each)));
            ids.add(client.clientId());
            client.connect();
        }
        Handshake.requireSame("number of different client ids", names.size(), ids.size());
    }

    @Check(
            id = "CID-066",
            rule = "An owner name may be as long as NFS4_OPAQUE_LIMIT says and not longer",
            sends = "EXCHANGE_ID with owner names of 1024 and of 1025 bytes",
            accepts =
                    "NFS4_OK for the first; NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC GARBAGE_ARGS for"
                            + " the second",
            sections = {"2.4", "3.3.10"})
    void ownersOfExtremeLength(CheckContext cx) {
        byte[] name = cx.newClient().owner().ownerId().toByteArray();
        NfsClient longest = cx.newClient(new ClientOwner(1, Opaque.of(Arrays.copyOf(name, 1024))));
        Handshake.requireAlive(longest.connect());
        ClientOwner tooLong = new ClientOwner(1, Opaque.of(Arrays.copyOf(name, 1025)));
        Op raw = Undecodable.op(Ops.exchangeId(tooLong, 0));
        Reply reply = longest.connection().call(Compound.of().plus(raw));
        Undecodable.require(reply, NfsStatus.INVAL);
    }

    @Check(
            id = "CID-067",
            rule = "The owner name of a client that has files open is refused to another user",
            sends =
                    "OPEN with deny bits and DESTROY_SESSION of the only session, then EXCHANGE_ID"
                            + " of the owner by another user",
            accepts = "NFS4ERR_CLID_INUSE; the file is still denied to others",
            requirements = "2.4.3-R04",
            sections = "18.35.4",
            needs = {Need.USERS, Need.FILES},
            bugs = {"B-032", "B-033"})
    void ownerOfAClientWithAnOpenFileUsedByAnotherUser(CheckContext cx) {
        NfsClient client = cx.client();
        cx.file("held");
        NfsSession other = cx.newClient().mainSession();
        Handshake.openAlone(cx, cx.session(), "held");
        assertThatReply(client.call(Ops.destroySession(cx.session().id()))).isOk();
        Compound request = Compound.of(Ops.exchangeId(client.owner(), 0));
        assertThatReply(client.connection().send(request, cx.secondUser()).await())
                .because("the client has a file open")
                .endsAt(0, NfsStatus.CLID_INUSE);
        assertThatReply(Handshake.openToo(cx, other, "held")).endsAt(2, NfsStatus.SHARE_DENIED);
        Handshake.requireRecordIntact(client);
    }

    @Check(
            id = "CID-068",
            rule = "A client of NFSv4.0 with the same name as a live one takes nothing from it",
            sends =
                    "COMPOUNDs of minor version 0 with SETCLIENTID and SETCLIENTID_CONFIRM of a"
                            + " confirmed client's owner name, as another user",
            accepts = "Anything; the session goes on, the record of the client is unchanged",
            sections = {"2.4.1", "2.4.3"},
            needs = Need.USERS,
            bugs = "B-163")
    void ownerOfALiveClientUsedInMinorVersionZero(CheckContext cx) {
        NfsClient client = cx.client();
        cx.oracles().suspend(Oracles.Rule.ERROR_LIST);
        SetClientIdArgs set =
                new SetClientIdArgs(
                        new NfsClientId(7, client.owner().ownerId()),
                        new CbClient(
                                Callbacks.PROGRAM,
                                new NetAddr(Opaque.utf8("tcp"), Opaque.utf8("127.0.0.1.0.1"))),
                        1);
        NfsConnection connection = client.newConnection();
        Reply reply =
                connection.send(Compound.of(set).withMinorVersion(0), cx.secondUser()).await();
        if (reply.hasCompound() && reply.status().equals(NfsStatus.MINOR_VERS_MISMATCH)) {
            throw cx.unsupported("the server has no NFSv4.0");
        }
        if (reply.hasCompound() && reply.isOk()) {
            SetClientIdResOk ok = reply.result(0, SetClientIdResOk.class);
            SetClientIdConfirmArgs confirm =
                    new SetClientIdConfirmArgs(ok.clientId(), ok.setClientIdConfirm());
            connection.send(Compound.of(confirm).withMinorVersion(0), cx.secondUser()).await();
        }
        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(client);
    }
}
