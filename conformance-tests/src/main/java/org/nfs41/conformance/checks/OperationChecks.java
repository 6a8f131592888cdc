package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenConfirmArgs;
import org.nfs41.xdr.op.PutPubFhArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.ReleaseLockOwnerArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.RenewArgs;
import org.nfs41.xdr.op.SetClientIdConfirmArgs;

import java.util.List;

/** Which operations a COMPOUND may hold, and where. */
final class OperationChecks {
    private static final NfsTime NO_TIME = new NfsTime(0, 0);

    @Check(
            id = "COMP-004",
            rule = "A number that is no operation of NFSv4.1 gets the result ILLEGAL",
            sends = "SEQUENCE and operation 0, 1, 2, 59, 77, 1000, 10044, 0xFFFFFFFF, PUTROOTFH",
            accepts =
                    "A result ILLEGAL with NFS4ERR_OP_ILLEGAL and no further one, or RPC"
                            + " GARBAGE_ARGS; the slot still works",
            requirements = "18.52.3-R01",
            sections = {"16.2.3", "15.1.3.4"},
            bugs = "B-147")
    void numbersOfNoOperation(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int number : new int[] {0, 1, 2, 59, 77, 1000, Operation.ILLEGAL.value(), -1}) {
            String what = "operation " + Integer.toUnsignedString(number);
            Reply reply = slot.send(Op.raw(number), Op.of(Ops.putRootFh()));
            if (reply.rpc().isSuccess()) {
                assertThatReply(reply).because(what).endsAt(1, NfsStatus.OP_ILLEGAL);
                resultIsOf(reply, 1, Operation.ILLEGAL);
            } else {
                assertThatReply(reply).because(what).hasRpcOutcome(RpcReply.Outcome.GARBAGE_ARGS);
            }
            slot.stillWorks(what);
        }
    }

    @Check(
            id = "COMP-005",
            rule = "A number that is no operation is answered as such in the first place, too",
            sends = "Operation 2, 59 and 0xFFFFFFFF without SEQUENCE",
            accepts =
                    "A result ILLEGAL with NFS4ERR_OP_ILLEGAL, or NFS4ERR_OP_NOT_IN_SESSION, or RPC"
                            + " GARBAGE_ARGS",
            sections = {"16.2.3", "15.1.3.4"})
    void numberOfNoOperationWithoutSequence(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int number : new int[] {2, 59, -1}) {
            String what = "operation " + Integer.toUnsignedString(number);
            byte[] bytes = Compound.of().plus(Op.raw(number)).toBytes();
            Reply reply = slot.connection().sendRaw(bytes).await();
            if (reply.rpc().isSuccess()) {
                assertThatReply(reply)
                        .because(what)
                        .endsAt(0, NfsStatus.OP_ILLEGAL, NfsStatus.OP_NOT_IN_SESSION);
                resultIsOf(reply, 0, Operation.ILLEGAL);
            } else {
                assertThatReply(reply).because(what).hasRpcOutcome(RpcReply.Outcome.GARBAGE_ARGS);
            }
        }
        slot.stillWorks("illegal operations without SEQUENCE");
    }

    @Check(
            id = "COMP-006",
            rule =
                    "An operation that is optional is answered under its own number, supported or"
                            + " not",
            sends =
                    "PUTROOTFH, then one of GET_DIR_DELEGATION, OPENATTR, DELEGPURGE and the"
                            + " operations of pNFS, then GETATTR",
            accepts =
                    "A COMPOUND whose third result is that of the operation: any of its errors, or"
                            + " NFS4_OK and GETATTR's result; never ILLEGAL",
            requirements = "15.1.1.5-R01",
            sections = {"16.2.3", "17"},
            bugs = "B-147")
    void optionalOperationsInTheMiddle(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (Op optional : optional()) {
            Reply reply =
                    slot.send(Op.of(Ops.putRootFh()), optional, Op.of(Ops.getAttr(Attribute.TYPE)));
            assertThatReply(reply).because(optional.toString()).hasStatusAt(1, NfsStatus.OK);
            resultIsOf(reply, 2, Operation.of(optional.number()));
            slot.stillWorks(optional.toString());
        }
    }

    @Check(
            id = "COMP-007",
            rule = "The operations of NFSv4.0 that NFSv4.1 does without are not supported",
            sends =
                    "PUTROOTFH, then one of SETCLIENTID_CONFIRM, RENEW, OPEN_CONFIRM,"
                            + " RELEASE_LOCKOWNER and SETCLIENTID, then GETFH",
            accepts = "NFS4ERR_NOTSUPP under the operation's own number, and no further result",
            requirements = "8.8-R02",
            bugs = "B-146")
    void operationsOfMinorVersionZero(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        LockOwner owner = new LockOwner(0, Opaque.utf8("owner"));
        List<Op> old =
                List.of(
                        Op.of(new SetClientIdConfirmArgs(cx.client().clientId(), 1)),
                        Op.of(new RenewArgs(cx.client().clientId())),
                        Op.of(new OpenConfirmArgs(StateId.ANONYMOUS, 1)),
                        Op.of(new ReleaseLockOwnerArgs(owner)),
                        setClientId());
        for (Op op : old) {
            Reply reply = slot.send(Op.of(Ops.putRootFh()), op, Op.of(Ops.getFh()));
            assertThatReply(reply).because(op.toString()).endsAt(2, NfsStatus.NOTSUPP);
            resultIsOf(reply, 2, Operation.of(op.number()));
        }
    }

    @Check(
            id = "COMP-008",
            rule = "The failed operation's own result is the last one",
            sends = "PUTROOTFH, LOOKUP of a missing name, GETATTR, GETFH",
            accepts = "Three results, the last NFS4ERR_NOENT from LOOKUP, which is the status",
            sections = "16.2.3",
            bugs = "B-147")
    void resultsEndAtTheFailedOperation(CheckContext cx) {
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putRootFh(),
                                Ops.lookup("no-such-name-in-the-root"),
                                Ops.getAttr(Attribute.TYPE),
                                Ops.getFh());
        assertThatReply(reply).endsAt(2, NfsStatus.NOENT);
        resultIsOf(reply, 2, Operation.LOOKUP);
    }

    @Check(
            id = "COMP-009",
            rule = "No failed operation lets the next one happen",
            sends =
                    "An operation that has to fail (LOOKUP, REMOVE, RENAME, OPEN, READLINK,"
                            + " CREATE, WRITE), then PUTFH and CREATE of a marker",
            accepts = "The error and no further result; the marker does not exist",
            sections = "16.2.3",
            needs = Need.FILES,
            bugs = "B-148")
    void failedOperationsOfManyKinds(CheckContext cx) {
        NfsSession session = cx.session();
        session.require(Ops.putFh(cx.directory()), Ops.makeDirectory("there", 0755));
        List<ArgOp> failing =
                List.of(
                        Ops.lookup("missing"),
                        Ops.remove("missing"),
                        new RenameArgs(Opaque.utf8("missing"), Opaque.utf8("other")),
                        Ops.open("missing", "owner", 1),
                        new ReadLinkArgs(),
                        Ops.makeDirectory("there", 0755),
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1));
        for (ArgOp op : failing) {
            Reply reply =
                    session.compound(
                            Ops.putFh(cx.directory()),
                            op,
                            Ops.putFh(cx.directory()),
                            Ops.makeDirectory("marker", 0755));
            assertThatReply(reply).because(op.op() + " has to fail").isError().hasResultCount(3);
        }
        assertThatReply(session.compound(Ops.putFh(cx.directory()), Ops.lookup("marker")))
                .endsAt(2, NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-010",
            rule = "Operations that need a session are refused without SEQUENCE and do nothing",
            sends =
                    "PUTROOTFH alone and with GETATTR, PUTPUBFH, GETFH, GETATTR, RECLAIM_COMPLETE,"
                        + " PUTROOTFH and SEQUENCE, PUTFH and CREATE; none begins with SEQUENCE",
            accepts = "NFS4ERR_OP_NOT_IN_SESSION from the first operation; nothing is created",
            requirements = {"15.1.3.5-R01", "18.46.3-R02"},
            needs = Need.FILES,
            bugs = {"B-143", "B-145"})
    void operationsWithoutSequence(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp[][] requests = {
            {Ops.putRootFh()},
            {Ops.putRootFh(), Ops.getAttr(Attribute.TYPE)},
            {new PutPubFhArgs()},
            {Ops.getFh()},
            {Ops.getAttr(Attribute.TYPE)},
            {Ops.reclaimComplete()},
            {Ops.putRootFh(), session.slot(0).next(false)},
            {Ops.putFh(cx.directory()), Ops.makeDirectory("outside", 0755)},
        };
        for (ArgOp[] request : requests) {
            isRefused(session.send(request), NfsStatus.OP_NOT_IN_SESSION);
        }
        assertThatReply(session.compound(Ops.putFh(cx.directory()), Ops.lookup("outside")))
                .because("what was refused is not executed")
                .endsAt(2, NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-011",
            rule = "What may do without SEQUENCE must then be the only operation",
            sends =
                    "EXCHANGE_ID, CREATE_SESSION, DESTROY_SESSION, BIND_CONN_TO_SESSION or"
                            + " DESTROY_CLIENTID, then PUTROOTFH, without SEQUENCE",
            accepts = "NFS4ERR_NOT_ONLY_OP from the first operation, which is not executed",
            requirements = {
                "15.1.3.3-R01",
                "18.35.3-R01",
                "18.36.3-R01",
                "18.50.3-R03",
                "18.34.3-R02"
            })
    void operationsThatHaveToBeAlone(CheckContext cx) {
        NfsClient client = cx.client();
        NfsSession session = cx.newSession();
        NfsClient idle = cx.newClient();
        idle.identity();
        List<ArgOp> alone =
                List.of(
                        client.exchangeIdArgs(),
                        client.createSessionArgs(),
                        Ops.destroySession(session.id()),
                        Ops.bind(session.id(), ChannelDirFromClient.FORE),
                        Ops.destroyClientId(idle.clientId()));
        for (ArgOp op : alone) {
            isRefused(session.send(op, Ops.putRootFh()), NfsStatus.NOT_ONLY_OP);
        }
        assertThatReply(session.compound(Ops.putRootFh()))
                .because("the session was not destroyed")
                .isOk();
        client.createSession();
        idle.createSession();
    }

    @Check(
            id = "COMP-012",
            rule = "SEQUENCE stands in the first place only",
            sends = "SEQUENCE on slot 0, PUTROOTFH, SEQUENCE on slot 1; then both slots again",
            accepts = "NFS4ERR_SEQUENCE_POS from the second SEQUENCE, whose slot is unchanged",
            requirements = {"18.46.3-R01", "2.10.2.1-R01", "2.10.6.1.2-R01"},
            bugs = "B-145")
    void secondSequence(CheckContext cx) {
        NfsSession session = cx.newSession();
        if (session.slotCount() < 2) {
            throw cx.skipped("the server grants one slot only");
        }
        Reply reply = session.send(session.sequence(0, 1), Ops.putRootFh(), session.sequence(1, 1));
        assertThatReply(reply).endsAt(2, NfsStatus.SEQUENCE_POS);
        assertThatReply(session.send(session.sequence(1, 1), Ops.putRootFh()))
                .because("an error of SEQUENCE leaves its slot as it was")
                .isOk();
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "COMP-049",
            rule = "A client completes its reclaim once",
            sends = "RECLAIM_COMPLETE for all file systems, cached, its retry, and a second one",
            accepts = "NFS4_OK and the same again; NFS4ERR_COMPLETE_ALREADY for the second",
            sections = {"18.51.3", "15.1.9.1"},
            bugs = "B-102")
    void reclaimCompleteTwice(CheckContext cx) {
        NfsSession session = cx.newClient().createSession();
        Compound request = session.request(session.sequence(0, 1, true), Ops.reclaimComplete());
        Exchange first = session.client().connection().send(request, cx.user());
        assertThatReply(first.await()).isOk();
        assertThatReply(session.client().connection().retry(first).await()).repeats(first.await());
        assertThatReply(session.send(session.sequence(0, 2), Ops.reclaimComplete()))
                .endsAt(1, NfsStatus.COMPLETE_ALREADY);
    }

    /** No more than one result; that there is exactly one is for the oracle to see. */
    private static void isRefused(Reply reply, NfsStatus status) {
        assertThatReply(reply).hasStatus(status);
        if (!reply.results().isEmpty()) {
            assertThatReply(reply).endsAt(0, status);
        }
    }

    private static void resultIsOf(Reply reply, int index, Operation expected) {
        Operation actual = reply.result(index).op();
        if (!actual.equals(expected)) {
            throw new CheckFailure(
                    "operation of result " + index, expected.toString(), actual.toString());
        }
    }

    /** SETCLIENTID as XDR: verifier, id, callback program and address, callback identifier. */
    private static Op setClientId() {
        return Op.written(
                Operation.SETCLIENTID,
                out -> {
                    out.writeLong(1);
                    out.writeOpaque(Opaque.utf8("id"));
                    out.writeInt(0x40000000);
                    out.writeOpaque(Opaque.utf8("tcp"));
                    out.writeOpaque(Opaque.utf8("127.0.0.1.0.111"));
                    out.writeInt(1);
                });
    }

    private static List<Op> optional() {
        return List.of(
                Op.of(
                        new GetDirDelegationArgs(
                                false, Bitmap.of(1), NO_TIME, NO_TIME, Bitmap.EMPTY, Bitmap.EMPTY)),
                Op.of(new OpenAttrArgs(false)),
                Op.of(new DelegPurgeArgs(0)),
                Op.written(
                        Operation.GETDEVICELIST,
                        out -> {
                            out.writeInt(1);
                            out.writeInt(4);
                            out.writeLong(0);
                            out.writeLong(0);
                        }),
                Op.written(
                        Operation.GETDEVICEINFO,
                        out -> {
                            out.writeLong(1);
                            out.writeLong(2);
                            out.writeInt(1);
                            out.writeInt(4096);
                            out.writeInt(0);
                        }),
                Op.written(
                        Operation.LAYOUTGET,
                        out -> {
                            out.writeInt(0);
                            out.writeInt(1);
                            out.writeInt(1);
                            out.writeLong(0);
                            out.writeLong(-1);
                            out.writeLong(4096);
                            out.writeInt(0);
                            out.writeLong(0);
                            out.writeInt(0);
                            out.writeInt(4096);
                        }));
    }
}
