package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.GetFhResOk;

import java.util.Arrays;

/** Filehandles that a client must not lose because the reply is full. */
final class FilehandleReplyChecks {
    /** At least this much is asked for, so that a tag can fill the rest. */
    private static final int MESSAGE = 64 << 10;

    private static final int LIMIT = 1024;

    @Check(
            id = "SEQ-103",
            rule = "An OPEN whose filehandle does not fit into the reply is not executed",
            sends =
                    "OPEN that creates a file, and GETFH, in a COMPOUND whose tag leaves room for"
                            + " the result of OPEN but not for that of GETFH",
            accepts =
                    "NFS4ERR_REP_TOO_BIG from OPEN or before it, and no file is made; from GETFH"
                            + " it is a warning",
            requirements = "2.10.6.4-R08",
            level = Level.SHOULD,
            needs = Need.FILES)
    void filehandleThatDoesNotFit(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, LIMIT, LIMIT, 8, 1));
        int limit = session.foreChannel().maxResponseSize();
        Reply whole = session.client().connection().call(open(cx, session, 1, "whole", 4));
        assertThatReply(whole).because("all of it fits").isOk();
        int handle = whole.result(GetFhResOk.class).object().data().length();
        // the reply is to miss the limit by one word of the filehandle
        int tag = 4 + limit - whole.length() + 4;
        if (tag < 4 || tag > LIMIT || handle < 8) {
            throw cx.skipped("ca_maxresponsesize " + limit + " cannot be filled by a tag");
        }
        Reply tooLong = session.client().connection().call(open(cx, session, 2, "lost", tag));
        assertThatReply(tooLong).isNotLongerThan(limit).hasStatus(NfsStatus.REP_TOO_BIG);
        if (Retries.exists(cx, "lost")) {
            throw new CheckFailure(
                    "OPEN whose filehandle the client cannot be told",
                    "no file",
                    "a file, and NFS4ERR_REP_TOO_BIG from GETFH");
        }
    }

    private static Compound open(
            CheckContext cx, NfsSession session, int sequence, String name, int tagBytes) {
        byte[] tag = new byte[tagBytes];
        Arrays.fill(tag, (byte) 't');
        return session.request(
                        session.sequence(0, sequence),
                        Ops.putFh(cx.directory()),
                        Ops.create(name, "owner"),
                        Ops.getFh())
                .withTag(Opaque.of(tag));
    }
}
