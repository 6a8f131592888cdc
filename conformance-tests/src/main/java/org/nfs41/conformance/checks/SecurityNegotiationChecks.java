package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SecInfoNoNameResOk;

import java.util.Set;

/**
 * Where NFS4ERR_WRONGSEC may stand (RFC 8881 section 2.6.3). The requests come under AUTH_NONE, the
 * one flavor that servers commonly refuse and the suite has.
 */
final class SecurityNegotiationChecks {
    private static final String NAME = "known";

    /** The operations that may find the flavor wrong (2.6.3.1.1.7). */
    private static final Set<Operation> MAY_REFUSE =
            Set.of(
                    Operation.PUTFH,
                    Operation.PUTPUBFH,
                    Operation.PUTROOTFH,
                    Operation.RESTOREFH,
                    Operation.LOOKUP,
                    Operation.LOOKUPP,
                    Operation.OPEN);

    @Check(
            id = "COMP-110",
            rule = "A put filehandle operation that only leads somewhere else asks for no flavor",
            sends =
                    "Under AUTH_NONE: PUTFH, then PUTROOTFH, LOOKUP, LOOKUPP, OPEN by name, SECINFO"
                            + " or SECINFO_NO_NAME",
            accepts = "Anything but NFS4ERR_WRONGSEC from PUTFH, SECINFO and SECINFO_NO_NAME",
            requirements = {
                "2.6.3.1.1.2-R01",
                "2.6.3.1.1.3-R01",
                "2.6.3.1.1.4-R01",
                "2.6.3.1.1.4-R02",
                "2.6.3.1.1.5-R02",
                "2.6.3.1.1.5-R03"
            },
            needs = Need.FILES)
    void putFilehandleThatLeadsElsewhere(CheckContext cx) {
        cx.file(NAME);
        NfsSession session = cx.newSession();
        ArgOp put = Ops.putFh(cx.directory());
        ArgOp[][] requests = {
            {put, Ops.putRootFh()},
            {put, put, Ops.lookup(NAME)},
            {put, new LookupPArgs()},
            {put, Ops.open(NAME, "owner", 1)},
            {put, new SecInfoArgs(Opaque.utf8(NAME))},
            {put, new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH)},
            {put, new SecInfoNoNameArgs(SecInfoStyle.PARENT)},
        };
        for (ArgOp[] request : requests) {
            Reply reply = unidentified(cx, session, request);
            requireNoneOf(
                    reply, Set.of(Operation.PUTFH, Operation.SECINFO, Operation.SECINFO_NO_NAME));
        }
    }

    @Check(
            id = "COMP-113",
            rule = "A put filehandle operation that nothing follows asks for no flavor",
            sends = "Under AUTH_NONE: PUTFH alone, twice, and with SAVEFH behind it",
            accepts = "Anything but NFS4ERR_WRONGSEC",
            requirements = {"2.6.3.1.1.1-R01", "2.6.3.1.1.2-R01", "2.6.3.1.1.6-R01"},
            needs = Need.FILES)
    void putFilehandleAndNothing(CheckContext cx) {
        NfsSession session = cx.newSession();
        ArgOp put = Ops.putFh(cx.directory());
        ArgOp[][] requests = {{put}, {put, put}, {put, Ops.saveFh()}};
        for (ArgOp[] request : requests) {
            requireNoneOf(
                    unidentified(cx, session, request), Set.of(Operation.PUTFH, Operation.SAVEFH));
        }
    }

    @Check(
            id = "COMP-111",
            rule = "Only operations that lead to an object find the flavor wrong",
            sends =
                    "Under AUTH_NONE: PUTFH, then GETATTR, GETFH, READDIR, CREATE,"
                            + " REMOVE, or SAVEFH, PUTFH and LINK or RENAME",
            accepts =
                    "Anything; but NFS4ERR_WRONGSEC from put filehandle operations, LOOKUP, LOOKUPP"
                            + " and OPEN only",
            requirements = {"2.6.3.1.1.7-R02", "2.6.3.1.2-R01", "2.6.3.1.2-R02"},
            needs = Need.FILES)
    void operationsOnTheFilehandle(CheckContext cx) {
        cx.file(NAME);
        NfsSession session = cx.newSession();
        ArgOp put = Ops.putFh(cx.directory());
        Opaque name = Opaque.utf8(NAME);
        Opaque other = Opaque.utf8("other");
        ArgOp[][] requests = {
            {put, Ops.getAttr(Attribute.TYPE)},
            {put, Ops.getFh()},
            {put, Ops.readDir(0, 0)},
            {put, Ops.makeDirectory("made", 0755)},
            {put, Ops.remove("missing")},
            {put, Ops.saveFh(), put, new LinkArgs(other)},
            {put, Ops.saveFh(), put, new RenameArgs(name, other)},
        };
        for (ArgOp[] request : requests) {
            Reply reply = unidentified(cx, session, request);
            if (reply.status().equals(NfsStatus.WRONGSEC)) {
                Operation last = reply.results().getLast().op();
                Handshake.require(
                        MAY_REFUSE.contains(last),
                        "operation with NFS4ERR_WRONGSEC",
                        MAY_REFUSE.toString(),
                        last.toString());
            }
        }
    }

    @Check(
            id = "COMP-112",
            rule = "An object is used with the flavors that SECINFO_NO_NAME lists for it only",
            sends =
                    "PUTFH and SECINFO_NO_NAME of a directory; PUTFH and GETATTR of it under"
                            + " AUTH_NONE",
            accepts = "NFS4_OK when AUTH_NONE is listed, otherwise NFS4ERR_WRONGSEC from PUTFH",
            requirements = "2.6.3.1.1.7-R01",
            needs = Need.FILES)
    void flavorThatIsNotListed(CheckContext cx) {
        NfsSession session = cx.newSession();
        ArgOp put = Ops.putFh(cx.directory());
        Reply listed = session.compound(put, new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH));
        if (listed.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("SECINFO_NO_NAME is not supported");
        }
        assertThatReply(listed).isOk();
        boolean allowed =
                listed.result(SecInfoNoNameResOk.class).flavors().stream()
                        .anyMatch(info -> info.flavor() == Credential.AUTH_NONE);
        Reply used = unidentified(cx, session, put, Ops.getAttr(Attribute.TYPE));
        if (allowed) {
            assertThatReply(used).because("AUTH_NONE is listed").isOk();
        } else {
            assertThatReply(used).because("AUTH_NONE is not listed").endsAt(1, NfsStatus.WRONGSEC);
        }
    }

    /** What comes back under AUTH_NONE; ends the check on a server that RPC keeps it from. */
    private static Reply unidentified(CheckContext cx, NfsSession session, ArgOp... ops) {
        Reply reply =
                session.client()
                        .connection()
                        .send(session.request(session.slot(0).next(false), ops), Credential.none())
                        .await();
        if (!reply.rpc().isSuccess()) {
            throw cx.skipped("the server takes no AUTH_NONE: " + reply.rpc().outcome());
        }
        if (!reply.sequenceSucceeded()) {
            throw cx.skipped("the session cannot be used with AUTH_NONE");
        }
        session.slot(0).advance();
        return reply;
    }

    private static void requireNoneOf(Reply reply, Set<Operation> operations) {
        if (reply.status().equals(NfsStatus.WRONGSEC)) {
            Operation last = reply.results().getLast().op();
            if (operations.contains(last)) {
                throw new CheckFailure(
                        "status of " + last + " under AUTH_NONE",
                        "another than NFS4ERR_WRONGSEC",
                        "NFS4ERR_WRONGSEC");
            }
        }
    }
}
