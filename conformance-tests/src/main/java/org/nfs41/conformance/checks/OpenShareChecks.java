package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;

/** What opens allow and deny each other (RFC 8881 sections 9.7, 18.16). */
final class OpenShareChecks {
    private static final String FILE = "file";
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int BOTH = OpenShare.ACCESS_BOTH;
    private static final int NONE = OpenShare.DENY_NONE;

    /** Two bits of access and two of denial; those without access are none. */
    private static final int PAIRS = 16;

    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    @Check(
            id = "LOCK-060",
            rule = "An OPEN is for reading or writing and denies these two or nothing",
            sends = "OPEN with share_access 0 and 4, with share_deny 4 and 255",
            accepts = "NFS4ERR_INVAL",
            sections = {"9.7", "18.16.3"},
            needs = Need.FILES,
            bugs = "B-193")
    void undefinedModes(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        for (int[] modes : new int[][] {{0, NONE}, {4, NONE}, {READ, 4}, {READ, 0xff}}) {
            OpenArgs open = FileUser.open("owner", modes[0], modes[1]);
            assertThatReply(cx.session().compound(Ops.putFh(file), open))
                    .because("share_access " + modes[0] + ", share_deny " + modes[1])
                    .endsAt(2, NfsStatus.INVAL);
        }
    }

    @Check(
            id = "LOCK-061",
            rule = "An OPEN is refused if it conflicts with any other, one's own among them",
            sends =
                    "All pairs of share_access and share_deny: OPEN with the first pair, then OPEN"
                            + " with the second by another client, by another owner, by the same"
                            + " owner; CLOSE",
            accepts =
                    "NFS4ERR_SHARE_DENIED if either denies what the other is for, NFS4_OK if"
                            + " neither does",
            sections = {"9.7", "18.16.3"},
            needs = Need.FILES,
            bugs = "B-133")
    void shareReservations(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        NfsSession two = cx.newClient().connect();
        for (int pair = 0; pair < PAIRS; pair++) {
            Opening first = new Opening(cx.session(), "first", pair >> 2, pair & 3);
            for (int other = 0; other < PAIRS; other++) {
                if (pair >> 2 != 0 && other >> 2 != 0) {
                    int access = other >> 2;
                    int deny = other & 3;
                    meet(cx, file, first, new Opening(cx.session(), "first", access, deny));
                    meet(cx, file, first, new Opening(cx.session(), "second", access, deny));
                    meet(cx, file, first, new Opening(two, "first", access, deny));
                }
            }
        }
    }

    /** An OPEN of somebody. */
    private record Opening(NfsSession session, String owner, int access, int deny) {
        boolean conflicts(Opening other) {
            return (access & other.deny) != 0 || (deny & other.access) != 0;
        }

        ArgOp[] of(FileHandle file) {
            return new ArgOp[] {Ops.putFh(file), FileUser.open(owner, access, deny)};
        }
    }

    /** One OPEN while the other is in force; afterwards the file is closed. */
    private static void meet(CheckContext cx, FileHandle file, Opening one, Opening two) {
        StateId first = opened(one.session().require(one.of(file)));
        Reply reply = two.session().compound(two.of(file));
        for (int i = 1; i < ATTEMPTS && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(PAUSE, "the server asks to come again");
            reply = two.session().compound(two.of(file));
        }
        NfsStatus expected = one.conflicts(two) ? NfsStatus.SHARE_DENIED : NfsStatus.OK;
        assertThatReply(reply)
                .because(
                        "access %d deny %d, then access %d deny %d"
                                .formatted(one.access(), one.deny(), two.access(), two.deny()))
                .endsAt(2, expected);
        StateId second = reply.isOk() ? opened(reply) : first;
        if (reply.isOk()) {
            two.session().require(Ops.putFh(file), Ops.close(second));
        }
        if (!reply.isOk() || !second.sameOther(first)) {
            one.session().require(Ops.putFh(file), Ops.close(first));
        }
    }

    private static StateId opened(Reply reply) {
        return reply.result(OpenResOk.class).stateId();
    }

    @Check(
            id = "LOCK-062",
            rule = "CLAIM_FH opens the current filehandle and creates nothing",
            sends =
                    "OPEN with CLAIM_FH of a file; the same with OPEN4_CREATE; the same without a"
                            + " current filehandle",
            accepts = "NFS4_OK; NFS4ERR_INVAL; NFS4ERR_NOFILEHANDLE",
            sections = "18.16.3",
            needs = Need.FILES,
            bugs = "B-140")
    void claimOfFilehandle(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        OpenArgs open = FileUser.open("owner", BOTH, NONE);
        assertThatReply(cx.session().compound(Ops.putFh(file), open)).isOk();
        OpenArgs creating =
                new OpenArgs(
                        0,
                        BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                        NONE,
                        new OpenOwner(0, Opaque.utf8("owner")),
                        new OpenFlag.Create(new CreateHow.Unchecked(Ops.mode(0644))),
                        new OpenClaim.Fh());
        assertThatReply(cx.session().compound(Ops.putFh(file), creating))
                .endsAt(2, NfsStatus.INVAL);
        assertThatReply(cx.session().compound(open)).endsAt(1, NfsStatus.NOFILEHANDLE);
    }
}
