package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;

import java.util.Arrays;

/** How a COMPOUND as a whole is taken apart and executed. */
final class CompoundChecks {
    @Check(
            id = "COMP-001",
            rule = "Arguments that are no valid XDR are refused, and the server goes on serving",
            sends = "SEQUENCE and PUTROOTFH with the last four bytes of the arguments missing",
            accepts =
                    "RPC GARBAGE_ARGS, or NFS4ERR_BADXDR; the next request on the connection works",
            sections = {"16.2.3", "15.1.1.1"})
    void compoundThatEndsInTheMiddleOfAnOperation(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        byte[] whole = slot.request(Op.of(Ops.putRootFh())).toBytes();
        Reply reply = slot.sendBytes(Arrays.copyOf(whole, whole.length - Integer.BYTES));
        slot.refused(reply, "arguments that lack their last four bytes");
    }

    @Check(
            id = "COMP-002",
            rule = "A minor version that is not supported is refused without any result",
            sends = "A COMPOUND of minor version 100 with PUTROOTFH",
            accepts = "NFS4ERR_MINOR_VERS_MISMATCH and an empty array of results",
            requirements = "16.2.3-R01")
    void compoundOfAnUnknownMinorVersion(CheckContext cx) {
        Compound request = Compound.of(Ops.putRootFh()).withMinorVersion(100);
        assertThatReply(cx.newClient().connection().call(request))
                .hasStatus(NfsStatus.MINOR_VERS_MISMATCH)
                .hasResultCount(0);
    }

    @Check(
            id = "COMP-003",
            rule = "Operations after a failed one are not executed, the ones before it are",
            sends = "CREATE of a directory, LOOKUP of a missing name, CREATE of another directory",
            accepts = "NFS4ERR_NOENT from LOOKUP; the first directory exists, the second does not",
            sections = "16.2.3",
            needs = Need.FILES)
    void operationsAfterAFailedOne(CheckContext cx) {
        NfsSession session = cx.session();
        Reply reply =
                session.compound(
                        Ops.putFh(cx.directory()),
                        Ops.makeDirectory("before", 0755),
                        Ops.lookup("missing"),
                        Ops.putFh(cx.directory()),
                        Ops.makeDirectory("after", 0755));
        assertThatReply(reply).endsAt(3, NfsStatus.NOENT);
        assertThatReply(session.compound(Ops.putFh(cx.directory()), Ops.lookup("before"))).isOk();
        assertThatReply(session.compound(Ops.putFh(cx.directory()), Ops.lookup("after")))
                .endsAt(2, NfsStatus.NOENT);
    }
}
