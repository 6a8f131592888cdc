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
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.Arrays;

/** Filehandles that a client must not lose because the reply is full. */
final class FilehandleReplyChecks {
    private static final int MESSAGE = 64 << 10;
    private static final int LIMIT = 512;
    private static final int OPERATIONS = 40;

    /** The length of the result of a GETATTR for the type alone, which fills the reply. */
    private static final int FILLER_BYTES = 6 * Integer.BYTES;

    @Check(
            id = "SEQ-103",
            rule = "An OPEN whose filehandle does not fit into the reply is not executed",
            sends =
                    "GETATTRs that leave room for the result of OPEN, but not for that of GETFH;"
                            + " OPEN that creates a file; GETFH",
            accepts =
                    "NFS4ERR_REP_TOO_BIG from OPEN or before it, and no file is made; from GETFH"
                            + " it is a warning",
            requirements = "2.10.6.4-R08",
            level = Level.SHOULD,
            needs = Need.FILES)
    void filehandleThatDoesNotFit(CheckContext cx) {
        NfsSession session =
                Retries.sessionWith(cx, Ops.channel(MESSAGE, LIMIT, LIMIT, OPERATIONS, 1));
        int limit = session.foreChannel().maxResponseSize();
        Reply whole = session.client().connection().call(open(cx, session, 1, "whole", 0));
        assertThatReply(whole).because("all of it fits").isOk();
        // the reply is to miss the limit by one word of the filehandle
        int missing = limit + Integer.BYTES - whole.length();
        int operations = 4 + missing / FILLER_BYTES;
        if (missing < 0 || operations > session.foreChannel().maxOperations()) {
            throw cx.skipped("a reply of " + limit + " bytes cannot be filled");
        }
        Reply tooLong = session.client().connection().call(open(cx, session, 2, "lost", missing));
        assertThatReply(tooLong).isNotLongerThan(limit).hasStatus(NfsStatus.REP_TOO_BIG);
        if (Retries.exists(cx, "lost")) {
            throw new CheckFailure(
                    "OPEN whose filehandle the client cannot be told",
                    "no file",
                    "a file, and NFS4ERR_REP_TOO_BIG from GETFH");
        }
    }

    /** A request whose reply is so many bytes longer than without: by GETATTRs and by the tag. */
    private static Compound open(
            CheckContext cx, NfsSession session, int sequence, String name, int more) {
        byte[] tag = new byte[Integer.BYTES + more % FILLER_BYTES];
        Arrays.fill(tag, (byte) 't');
        Compound request =
                session.request(session.sequence(0, sequence), Ops.putFh(cx.directory()));
        for (int i = 0; i < more / FILLER_BYTES; i++) {
            request = request.plus(Ops.getAttr(Attribute.TYPE));
        }
        return request.plus(Ops.create(name, "owner")).plus(Ops.getFh()).withTag(Opaque.of(tag));
    }
}
