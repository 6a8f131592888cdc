package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockDenied;
import org.nfs41.xdr.op.LockDeniedRes;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockTDeniedRes;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenToLockOwner;

import java.time.Duration;
import java.util.List;

/** Locks of several owners and clients on one file (RFC 8881 sections 9.1.1, 18.10, 18.11). */
final class LockConflictChecks {
    private static final String FILE = "file";
    private static final long TO_END = FileUser.TO_END;

    @Check(
            id = "LOCK-020",
            rule = "Read locks go together, a write lock goes with no other",
            sends =
                    "Locks of one client for reading and for writing; LOCK and LOCKT by another"
                            + " client of each of the four types, of bytes that overlap and of"
                            + " bytes beside",
            accepts =
                    "NFS4_OK for reading beside a read lock and for bytes beside, NFS4ERR_DENIED"
                            + " at once for everything else, be it a lock that waits",
            sections = {"18.10.3", "18.11.3", "9.6"},
            needs = Need.FILES)
    void conflicts(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        user.lock("owner", LockType.READ_LT, 0, 10);
        user.lock("owner", LockType.WRITE_LT, 20, 10);
        for (LockType type : LockType.known()) {
            boolean reads = type.equals(LockType.READ_LT) || type.equals(LockType.READW_LT);
            NfsStatus besideReader = reads ? NfsStatus.OK : NfsStatus.DENIED;
            String why = "a lock of type " + type;
            for (boolean test : new boolean[] {true, false}) {
                requireStatus(other, test, type, 9, 2, besideReader, why + " over a read lock");
                requireStatus(
                        other,
                        test,
                        type,
                        29,
                        TO_END,
                        NfsStatus.DENIED,
                        why + " over a write lock");
                requireStatus(other, test, type, 10, 10, NfsStatus.OK, why + " between them");
            }
        }
    }

    private static void requireStatus(
            FileUser user,
            boolean test,
            LockType type,
            long offset,
            long length,
            NfsStatus expected,
            String why) {
        Reply reply =
                user.call(
                        test
                                ? Ops.lockTest("owner", type, offset, length)
                                : Ops.lock(user.open(), "owner", type, offset, length));
        assertThatReply(reply).because(why).endsAt(FileUser.FIRST, expected);
        if (!test && reply.isOk()) {
            user.unlock(FileUser.lockStateId(reply), offset, length);
        }
    }

    @Check(
            id = "LOCK-021",
            rule = "Who is denied a lock is told by whom and why",
            sends =
                    "LOCK of 10 to 29 for writing; LOCK and LOCKT of 20 to 39 by another client"
                            + " and by another owner of the same client",
            accepts =
                    "NFS4ERR_DENIED with the client id of the holder, its owner as it was sent,"
                            + " WRITE_LT, and the bytes of its lock or, from a server that does not"
                            + " know them, those that were asked for",
            requirements = "18.10.3-R06",
            sections = {"18.11.3", "18.10.4"},
            needs = Need.FILES,
            bugs = "B-136")
    void holderIsNamed(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        user.lock("the holder", LockType.WRITE_LT, 10, 20);
        for (FileUser each : List.of(other, user)) {
            Reply lock = each.call(Ops.lock(each.open(), "denied", LockType.READ_LT, 20, 20));
            assertThatReply(lock).endsAt(FileUser.FIRST, NfsStatus.DENIED);
            requireHolder(user, lock.result(LockDeniedRes.class).denied());
            Reply test = each.call(Ops.lockTest("denied", LockType.READ_LT, 20, 20));
            assertThatReply(test).endsAt(FileUser.FIRST, NfsStatus.DENIED);
            requireHolder(user, test.result(LockTDeniedRes.class).denied());
        }
    }

    private static void requireHolder(FileUser holder, LockDenied denied) {
        long clientId = holder.session().client().clientId();
        LockOwner owner = new LockOwner(clientId, Opaque.utf8("the holder"));
        LockDenied exact = new LockDenied(10, 20, LockType.WRITE_LT, owner);
        LockDenied asAsked = new LockDenied(20, 20, LockType.WRITE_LT, owner);
        if (!denied.equals(exact) && !denied.equals(asAsked)) {
            throw new CheckFailure("LOCK4denied", exact.toString(), denied.toString());
        }
    }

    @Check(
            id = "LOCK-022",
            rule = "LOCKT does not mind locks of its own owner",
            sends =
                    "LOCK for writing; LOCKT of the same bytes by the same owner, over the same"
                            + " session and over another one",
            accepts = "NFS4_OK",
            requirements = "18.11.4-R01",
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-137")
    void ownLocksAreNotInTheWay(CheckContext cx) {
        FileUser user = FileUser.of(cx.session(), cx.file(FILE));
        user.lock("owner", LockType.WRITE_LT, 0, 100);
        NfsSession second = cx.newSession();
        LockTArgs test = Ops.lockTest("owner", LockType.WRITE_LT, 0, TO_END);
        assertThatReply(user.call(test)).isOk();
        assertThatReply(second.compound(user.onFile(test))).because("another session").isOk();
    }

    @Check(
            id = "LOCK-023",
            rule = "Owners of the same name are different ones when their clients are",
            sends =
                    "LOCK for writing; LOCKT and LOCK by another client with the same owner name,"
                            + " and by another owner of the same client",
            accepts = "NFS4ERR_DENIED each time",
            sections = {"9.1.1", "18.10.3"},
            needs = Need.FILES)
    void ownersOfTwoClients(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        user.lock("owner", LockType.WRITE_LT, 0, 100);
        requireStatus(other, true, LockType.READ_LT, 0, 1, NfsStatus.DENIED, "same name");
        requireStatus(other, false, LockType.READ_LT, 0, 1, NfsStatus.DENIED, "same name");
        user.requireDenied("another owner", LockType.READ_LT, 0, 1);
    }

    @Check(
            id = "LOCK-024",
            rule = "The client id inside a lock owner is ignored: the session tells the client",
            sends =
                    "LOCK with an owner whose client id is that of another client, 0, and random;"
                            + " LOCKT with such owners by both clients",
            accepts =
                    "NFS4_OK for the client that has the lock, NFS4ERR_DENIED for the other one,"
                            + " and one lock state id all along",
            requirements = {
                "18.10.3-R04",
                "18.10.3-R05",
                "18.11.3-R01",
                "18.11.3-R02",
            },
            needs = Need.FILES,
            bugs = "B-132")
    void clientIdOfOwnerIsIgnored(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId first = StateId.INVALID;
        long theirs = other.session().client().clientId();
        for (long clientId : new long[] {theirs, 0, 0x0123_4567_89ab_cdefL}) {
            LockOwner owner = new LockOwner(clientId, Opaque.utf8("owner"));
            Locker by = new Locker.New(new OpenToLockOwner(0, user.open(), 0, owner));
            Reply reply = user.call(new LockArgs(LockType.WRITE_LT, false, 0, 10, by));
            assertThatReply(reply).because("client id " + clientId + " in the owner").isOk();
            StateId lock = FileUser.lockStateId(reply);
            if (!first.equals(StateId.INVALID) && !lock.sameOther(first)) {
                throw new CheckFailure(
                        "lock state id of the same owner", first.toString(), lock.toString());
            }
            first = lock;
            LockTArgs test = new LockTArgs(LockType.WRITE_LT, 0, 10, owner);
            assertThatReply(other.call(test))
                    .because("the lock is another client's")
                    .endsAt(FileUser.FIRST, NfsStatus.DENIED);
            assertThatReply(user.call(test)).because("the lock is its own").isOk();
        }
    }

    @Check(
            id = "LOCK-025",
            rule = "Only regular files are locked",
            sends = "LOCK and LOCKT of a directory and of a symbolic link",
            accepts = "NFS4ERR_ISDIR and NFS4ERR_SYMLINK",
            sections = {"18.10.3", "18.11.3"},
            needs = Need.FILES)
    void otherObjects(CheckContext cx) {
        FileUser user = FileUser.of(cx.session(), cx.file(FILE));
        CreateType link = new CreateType.Link(Opaque.utf8("target"));
        user.session()
                .require(
                        Ops.putFh(cx.directory()),
                        new CreateArgs(link, Opaque.utf8("link"), Ops.mode(0777)));
        LockArgs lock = Ops.lock(user.open(), "owner", LockType.READ_LT, 0, 1);
        LockTArgs test = Ops.lockTest("owner", LockType.READ_LT, 0, 1);
        for (var op : List.of(lock, test)) {
            assertThatReply(user.session().compound(Ops.putFh(cx.directory()), op))
                    .endsAt(2, NfsStatus.ISDIR);
            assertThatReply(
                            user.session()
                                    .compound(Ops.putFh(cx.directory()), Ops.lookup("link"), op))
                    .endsAt(3, NfsStatus.SYMLINK);
        }
    }

    @Check(
            id = "LOCK-026",
            rule = "Locks are reclaimed in the grace period only",
            sends = "LOCK with the reclaim flag by a client that is done with reclaiming; LOCKT",
            accepts = "NFS4ERR_NO_GRACE, and the bytes are free for another client",
            sections = {"15.1.9.2", "15.1.9.3", "18.10.3"},
            needs = Need.FILES,
            bugs = "B-185")
    void reclaimOutsideOfGrace(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        LockArgs lock = Ops.lock(user.open(), "owner", LockType.WRITE_LT, 0, 10);
        assertThatReply(user.call(new LockArgs(lock.lockType(), true, 0, 10, lock.locker())))
                .endsAt(FileUser.FIRST, NfsStatus.NO_GRACE);
        user.another(cx).requireFree("nothing was reclaimed", 0, 10);
    }

    @Check(
            id = "LOCK-027",
            rule = "Locks do not outlive the lease of a client that is silent",
            sends =
                    "LOCK for writing and silence for more than two leases; LOCK of the same bytes"
                            + " by another client",
            accepts = "NFS4_OK, after NFS4ERR_DENIED and NFS4ERR_DELAY for two more leases at most",
            sections = {"8.3", "8.4.3"},
            needs = {Need.FILES, Need.LEASE},
            bugs = {"B-110", "B-186"})
    void locksOfSilentClient(CheckContext cx) {
        Duration lease = cx.leaseTime();
        FileUser user = FileUser.of(cx, FILE);
        user.lock("owner", LockType.WRITE_LT, 0, 10);
        cx.pause(lease.multipliedBy(9).dividedBy(4), "the lease is to run out");
        FileUser other = user.another(cx);
        LockArgs lock = Ops.lock(other.open(), "owner", LockType.WRITE_LT, 5, 10);
        Reply reply = other.call(lock);
        for (int i = 0; i < 8 && !reply.isOk(); i++) {
            assertThatReply(reply).hasStatus(NfsStatus.DENIED, NfsStatus.DELAY);
            cx.pause(lease.dividedBy(4), "the server may take its time");
            reply = other.call(lock);
        }
        assertThatReply(reply).because("the other client has been silent").isOk();
    }
}
