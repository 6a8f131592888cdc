package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What nobody gets in the grace period after a restart (RFC 8881 sections 8.4.2.1 and 18.51). */
final class GraceChecks {
    private static final String FILE = "file";
    private static final String OTHER = "other";
    private static final int NONE = OpenShare.DENY_NONE;
    private static final int READ = OpenShare.ACCESS_READ;

    @Check(
            id = "LEASE-221",
            rule = "After a crash there is a grace period for clients that have nothing but opens",
            sends =
                    "OPEN that denies others to write, no LOCK; a kill of the server; OPEN for"
                            + " writing of another client; OPEN of the first with CLAIM_PREVIOUS",
            accepts =
                    "NFS4ERR_GRACE, then NFS4_OK; unsupported if all reclaims are refused, after an"
                            + " orderly restart as well",
            requirements = "8.4.2.1-R02",
            sections = {"8.4.2", "9.11"},
            needs = {Need.FILES, Need.RESTART},
            bugs = {"B-105", "B-107"})
    void crashWithOpensOnly(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        cx.killServer();
        Holder other = Holder.writer(cx, holder.file());
        Reply early = other.open();
        Holder back = holder.back();
        back.reclaimed("it had the file open before the crash");
        assertThatReply(early)
                .because("the open that denies it was still to be reclaimed")
                .endsAt(Holder.FIRST, NfsStatus.GRACE);
        back.complete();
        back.close();
    }

    @Check(
            id = "LEASE-222",
            rule = "Nobody locks or writes what another client may be about to reclaim",
            sends =
                    "OPEN that denies others to write, LOCK; a restart of the server; of another"
                            + " client WRITE and SETATTR of the size with the anonymous state id,"
                            + " OPEN for reading and writing; then the first client reclaims",
            accepts =
                    "NFS4ERR_GRACE each time, and NFS4_OK for the reclaims; unsupported if these"
                            + " are refused",
            requirements = "8.4.2.1-R02",
            sections = {"8.4.2", "8.2.5", "15.1.9.2"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-105")
    void nothingIsDoneThatAReclaimForbids(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE, (byte) 'a'));
        assertThatReply(holder.lock(false)).isOk();
        cx.restartServer();
        Holder other = Holder.idle(cx, holder.file(), OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE);
        Reply open = other.open();
        Reply write = other.call(Ops.write(StateId.ANONYMOUS, 0, (byte) 'b'));
        Reply size = other.call(new SetAttrArgs(StateId.ANONYMOUS, Ops.size(0)));
        Holder back = holder.back();
        back.reclaimed("nothing can have been in its way");
        assertThatReply(back.lock(true)).because("nothing can have been in its way").isOk();
        for (Reply early : new Reply[] {open, write, size}) {
            assertThatReply(early)
                    .because("what denies it was still to be reclaimed")
                    .endsAt(Holder.FIRST, NfsStatus.GRACE);
        }
        back.complete();
        back.close();
    }

    @Check(
            id = "LEASE-223",
            rule = "A client that is reclaiming gets nothing new before RECLAIM_COMPLETE",
            sends =
                    "OPEN; a restart of the server; OPEN with CLAIM_PREVIOUS; OPEN of another file"
                            + " and LOCK without reclaim; RECLAIM_COMPLETE",
            accepts = "NFS4_OK; NFS4ERR_GRACE twice; NFS4_OK",
            requirements = "18.51.3-R01",
            sections = {"8.4.2.1", "15.1.9.2", "18.10.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = {"B-101", "B-185"})
    void nothingNewBeforeReclaimComplete(CheckContext cx) {
        FileHandle another = cx.file(OTHER);
        Holder holder = Holder.of(cx, cx.file(FILE));
        cx.restartServer();
        Holder back = holder.back();
        back.reclaimed("it had the file open before the restart");
        back.with(another, READ, NONE).requireGrace("RECLAIM_COMPLETE is to come first");
        assertThatReply(back.lock(false))
                .because("RECLAIM_COMPLETE is to come first")
                .endsAt(Holder.FIRST, NfsStatus.GRACE);
        back.complete();
        back.close();
    }

    @Check(
            id = "LEASE-229",
            rule = "Every SEQUENCE tells a client that it has to reclaim, until it says it is done",
            sends =
                    "OPEN; a restart of the server; two requests of the same client,"
                            + " RECLAIM_COMPLETE, one more request",
            accepts =
                    "SEQ4_STATUS_RESTART_RECLAIM_NEEDED in the first two replies, and not in the"
                            + " last; unsupported if all reclaims are refused",
            sections = "18.46.3",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.RESTART})
    void clientIsToldToReclaim(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        cx.restartServer();
        Holder back = holder.back();
        Reply first = back.session().require(Ops.putRootFh());
        back.reclaimed("it had the file open before the restart");
        Reply second = back.session().require(Ops.putRootFh());
        back.complete();
        Reply last = back.session().require(Ops.putRootFh());
        requireTold(true, first);
        requireTold(true, second);
        requireTold(false, last);
        back.close();
    }

    private static void requireTold(boolean expected, Reply reply) {
        int flags = reply.result(0, SequenceResOk.class).statusFlags();
        Handshake.require(
                expected == ((flags & SequenceStatusFlags.RESTART_RECLAIM_NEEDED) != 0),
                "sr_status_flags " + (expected ? "before" : "after") + " RECLAIM_COMPLETE",
                (expected ? "with" : "without") + " SEQ4_STATUS_RESTART_RECLAIM_NEEDED",
                "0x" + Integer.toHexString(flags));
    }

    @Check(
            id = "LEASE-230",
            rule = "RECLAIM_COMPLETE of one file system ends nobody's reclaim after a restart",
            sends =
                    "OPEN that denies others to write; a restart of the server; PUTFH,"
                            + " RECLAIM_COMPLETE for one file system; OPEN for writing by another"
                            + " client; OPEN with CLAIM_PREVIOUS",
            accepts = "NFS4_OK, NFS4ERR_GRACE, NFS4_OK",
            requirements = {"18.51.4-R01", "18.51.4-R02", "18.51.4-R03"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-103")
    void reclaimCompleteOfOneFileSystem(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        cx.restartServer();
        Holder back = holder.back();
        assertThatReply(back.call(new ReclaimCompleteArgs(true))).isOk();
        Holder other = Holder.writer(cx, holder.file());
        Reply early = other.open();
        back.reclaimed("the reclaim is not complete");
        assertThatReply(early).endsAt(Holder.FIRST, NfsStatus.GRACE);
        back.complete();
        back.close();
    }

    @Check(
            id = "LEASE-231",
            rule = "Nobody gets a lock that another client may be about to reclaim",
            sends =
                    "OPEN of one file by two clients, LOCK by the first; a restart of the server;"
                            + " of the second client OPEN with CLAIM_PREVIOUS, RECLAIM_COMPLETE,"
                            + " LOCK; then the first reclaims its open and its lock",
            accepts =
                    "NFS4_OK; NFS4ERR_GRACE for LOCK without reclaim; NFS4_OK for what is"
                            + " reclaimed; unsupported if reclaims are refused",
            requirements = "8.4.2.1-R02",
            sections = {"8.4.2.1", "18.10.3", "15.1.9.2"},
            needs = {Need.FILES, Need.RESTART},
            bugs = {"B-105", "B-185"})
    void noLockThatAReclaimForbids(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE), OpenShare.ACCESS_BOTH, NONE);
        assertThatReply(holder.lock(false)).isOk();
        Holder other = Holder.of(cx, holder.file(), OpenShare.ACCESS_BOTH, NONE);
        cx.restartServer();
        Holder second = other.back();
        second.reclaimed("it had the file open before the restart");
        second.complete();
        Reply early = second.lock(false);
        Holder first = holder.back();
        first.reclaimed("it had the file open before the restart");
        assertThatReply(first.lock(true)).because("nothing can have been in its way").isOk();
        assertThatReply(early)
                .because("the lock that denies it was still to be reclaimed")
                .endsAt(Holder.FIRST, NfsStatus.GRACE);
        first.complete();
        first.close();
        second.close();
    }

    @Check(
            id = "LEASE-232",
            rule = "What takes no state in the grace period is done, or may come later",
            sends =
                    "OPEN that denies others to write; a restart of the server; of another client"
                            + " READ with the anonymous state id, LOCKT, GETATTR, LINK, RENAME and"
                            + " REMOVE of other files; the first client reclaims and is done; what"
                            + " was to come later once more",
            accepts = "NFS4_OK or NFS4ERR_GRACE; NFS4_OK after the grace period",
            sections = {"8.4.2.1", "15.1.9.2", "18.11.3", "18.25.3", "18.26.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-105")
    void whatTakesNoState(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        Duration lease = holder.lease();
        ArgOp file = Ops.putFh(cx.file(OTHER, (byte) 'a'));
        ArgOp directory = Ops.putFh(cx.directory());
        for (String name : List.of("removed", "renamed")) {
            cx.file(name);
        }
        cx.restartServer();
        Holder other = Holder.writer(cx, holder.file());
        List<ArgOp[]> harmless =
                List.of(
                        new ArgOp[] {file, Ops.read(StateId.ANONYMOUS, 0, 1)},
                        new ArgOp[] {file, Ops.lockTest("tester", LockType.WRITE_LT, 0, 10)},
                        new ArgOp[] {file, Ops.getAttr(Attribute.SIZE)},
                        new ArgOp[] {
                            file, Ops.saveFh(), directory, new LinkArgs(Opaque.utf8("linked"))
                        },
                        new ArgOp[] {
                            directory,
                            Ops.saveFh(),
                            new RenameArgs(Opaque.utf8("renamed"), Opaque.utf8("new"))
                        },
                        new ArgOp[] {directory, Ops.remove("removed")});
        List<ArgOp[]> later = new ArrayList<>();
        for (ArgOp[] ops : harmless) {
            Reply reply = other.session().compound(ops);
            assertThatReply(reply)
                    .because("another client was still to reclaim")
                    .endsAt(ops.length, NfsStatus.OK, NfsStatus.GRACE);
            if (!reply.isOk()) {
                later.add(ops);
            }
        }
        Holder back = holder.back();
        back.reclaimed("nothing can have been in its way");
        back.complete();
        back.close();
        Holder now = other.with(holder.file(), OpenShare.ACCESS_WRITE, NONE);
        now.adopt(Reclaims.openWhenOver(cx, now, lease));
        now.close();
        for (ArgOp[] ops : later) {
            assertThatReply(other.session().compound(ops))
                    .because("it was to come later, and the grace period is over")
                    .endsAt(ops.length, NfsStatus.OK);
        }
    }
}
