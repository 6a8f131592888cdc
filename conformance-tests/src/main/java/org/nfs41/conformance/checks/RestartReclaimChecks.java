package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;

/** What can be reclaimed after a restart, and by whom (RFC 8881 sections 8.4.2.1 and 9.11). */
final class RestartReclaimChecks {
    private static final String FILE = "file";
    private static final String OTHER = "other";
    private static final int NONE = OpenShare.DENY_NONE;
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int WRITE = OpenShare.ACCESS_WRITE;

    @Check(
            id = "LEASE-220",
            rule = "Opens and locks of before a restart can be reclaimed, and then used as before",
            sends =
                    "OPEN that denies others to write, LOCK, WRITE; a restart of the server; of the"
                            + " same client OPEN with CLAIM_PREVIOUS, LOCK with reclaim, WRITE,"
                            + " READ, RECLAIM_COMPLETE; of another client OPEN for writing and"
                            + " LOCKT",
            accepts =
                    "NFS4_OK, for WRITE and READ NFS4ERR_GRACE as well until RECLAIM_COMPLETE;"
                            + " NFS4ERR_SHARE_DENIED and NFS4ERR_DENIED for the other client;"
                            + " unsupported if all reclaims are refused",
            sections = {"8.4.2.1", "9.11", "18.10.3", "18.16.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-107")
    void opensAndLocksAreReclaimed(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        assertThatReply(holder.lock(false)).isOk();
        Duration lease = holder.lease();
        cx.restartServer();
        Holder back = holder.back();
        back.reclaimed("it had the file open before the restart");
        Reply lock = back.lock(true);
        assertThatReply(lock).because("it had the lock before the restart").isOk();
        StateId locked = FileUser.lockStateId(lock);
        assertThatReply(back.call(Ops.write(locked, 0, (byte) 'x')))
                .hasStatus(NfsStatus.OK, NfsStatus.GRACE);
        back.complete();
        Holder other = Holder.writer(cx, holder.file());
        assertThatReply(Reclaims.openWhenOver(cx, other, lease, back))
                .because("the reclaimed open denies it")
                .endsAt(Holder.FIRST, NfsStatus.SHARE_DENIED);
        assertThatReply(other.call(Ops.lockTest("o", LockType.WRITE_LT, 0, Holder.LOCKED)))
                .because("the lock is reclaimed")
                .endsAt(Holder.FIRST, NfsStatus.DENIED);
        assertThatReply(back.call(Ops.write(locked, 0, (byte) 'y'))).isOk();
        assertThatReply(back.call(Ops.read(locked, 0, 1))).isOk();
        back.close();
    }

    @Check(
            id = "LEASE-224",
            rule = "After its RECLAIM_COMPLETE a client reclaims no more, though others still may",
            sends =
                    "OPENs of two clients; a restart of the server; of the first client OPEN with"
                            + " CLAIM_PREVIOUS, RECLAIM_COMPLETE, LOCK with reclaim and OPEN with"
                            + " CLAIM_PREVIOUS; of the second OPEN with CLAIM_PREVIOUS",
            accepts = "NFS4_OK twice; NFS4ERR_NO_GRACE twice; NFS4_OK",
            requirements = "18.51.3-R03",
            sections = {"8.4.2.1", "15.1.9.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = {"B-104", "B-185"})
    void noReclaimAfterReclaimComplete(CheckContext cx) {
        Holder first = Holder.of(cx, cx.file(FILE));
        Holder second = Holder.of(cx, cx.file(OTHER));
        cx.restartServer();
        Holder one = first.back();
        one.reclaimed("it had the file open before the restart");
        one.complete();
        assertThatReply(one.lock(true))
                .because("the client has completed its reclaim")
                .endsAt(Holder.FIRST, NfsStatus.NO_GRACE);
        assertThatReply(one.reclaim())
                .because("the client has completed its reclaim")
                .endsAt(Holder.FIRST, NfsStatus.NO_GRACE);
        Holder two = second.back();
        two.reclaimed("it has not completed its reclaim");
        two.complete();
        one.close();
        two.close();
    }

    @Check(
            id = "LEASE-225",
            rule = "A client that the server did not know before the restart reclaims nothing",
            sends =
                    "OPEN; a restart of the server; OPEN with CLAIM_PREVIOUS of the same file by a"
                        + " client that is new; OPEN with CLAIM_PREVIOUS by the one that had it",
            accepts = "NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD; NFS4_OK",
            requirements = "8.4.3-R02",
            sections = {"8.4.2.1", "15.1.9.3", "15.1.9.4"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-106")
    void reclaimOfAStranger(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE), READ, NONE);
        cx.restartServer();
        Holder stranger = holder.with(cx.newClient());
        assertThatReply(stranger.reclaim())
                .because("the client held nothing")
                .endsAt(Holder.FIRST, Reclaims.REFUSALS);
        Holder back = holder.back();
        back.reclaimed("it had the file open before the restart");
        back.complete();
        back.close();
    }

    @Check(
            id = "LEASE-226",
            rule = "A client that has itself restarted since has lost what it held",
            sends =
                    "OPEN; a restart of the server; EXCHANGE_ID with another verifier,"
                            + " CREATE_SESSION, OPEN with CLAIM_PREVIOUS",
            accepts = "NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            sections = {"8.4.1", "15.1.9.4"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-106")
    void reclaimOfANewIncarnation(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE), READ, NONE);
        cx.restartServer();
        Holder reborn = holder.reborn();
        assertThatReply(reborn.reclaim())
                .because("this incarnation held nothing")
                .endsAt(Holder.FIRST, Reclaims.REFUSALS);
        reborn.complete();
    }

    @Check(
            id = "LEASE-227",
            rule = "A reclaim is not granted that conflicts with what is already reclaimed",
            sends =
                    "OPENs of two clients, of a file each; a restart of the server; the first"
                            + " reclaims its open, which denies others to write, and its lock; the"
                            + " second reclaims the same file for writing, and for reading, and"
                            + " with that the same lock",
            accepts =
                    "NFS4_OK for the first client; NFS4ERR_RECLAIM_CONFLICT, NFS4ERR_RECLAIM_BAD,"
                            + " NFS4ERR_NO_GRACE or a refusal as in ordinary times for what"
                            + " conflicts",
            requirements = "8.4.2.1.1-R01",
            sections = {"15.1.9.5", "9.11"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-106")
    void conflictingReclaim(CheckContext cx) {
        Holder first = Holder.of(cx, cx.file(FILE));
        assertThatReply(first.lock(false)).isOk();
        Holder second = Holder.of(cx, cx.file(OTHER));
        cx.restartServer();
        Holder one = first.back();
        one.reclaimed("it had the file open before the restart");
        assertThatReply(one.lock(true)).because("it had the lock before the restart").isOk();
        Holder two = second.back();
        assertThatReply(two.with(first.file(), WRITE, NONE).reclaim())
                .because("it conflicts with an open that is already reclaimed")
                .endsAt(Holder.FIRST, Reclaims.CONFLICTS);
        Holder reading = two.with(first.file(), READ, NONE);
        Reply read = reading.reclaim();
        if (read.isOk()) {
            reading.adopt(read);
            assertThatReply(reading.lock(LockType.READ_LT, true))
                    .because("it conflicts with a lock that is already reclaimed")
                    .endsAt(Holder.FIRST, Reclaims.CONFLICTS);
            reading.close();
        } else {
            assertThatReply(read).endsAt(Holder.FIRST, Reclaims.REFUSALS);
        }
        one.complete();
        two.complete();
        one.close();
    }

    @Check(
            id = "LEASE-228",
            rule = "A reclaim is subject to access control like any other OPEN",
            sends =
                    "OPEN by two users' clients, of a file each; SETATTR of the first file's mode"
                            + " to 0600; a restart of the server; OPEN of the first file with"
                            + " CLAIM_PREVIOUS by the second user",
            accepts = "NFS4ERR_ACCESS, or a refusal of the reclaim",
            requirements = "8.4.2.1.1-R01",
            needs = {Need.FILES, Need.USERS, Need.RESTART})
    void reclaimWithoutAccess(CheckContext cx) {
        FileHandle secret = cx.file(FILE);
        Holder other = Holder.of(cx, cx.newClient(cx.secondUser()), cx.file(OTHER), READ, NONE);
        Reply closed =
                cx.session()
                        .compound(
                                Ops.putFh(secret),
                                new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0600)));
        assertThatReply(closed).isOk();
        assertThatReply(other.with(secret, READ, NONE).open())
                .because("the file is private")
                .endsAt(Holder.FIRST, NfsStatus.ACCESS);
        // it need not be waited for in the grace period
        cx.session().client().close();
        cx.restartServer();
        Holder back = other.back();
        back.reclaimed("it had this file open before the restart");
        assertThatReply(back.with(secret, READ, NONE).reclaim())
                .because("the user may not open the file")
                .endsAt(Holder.FIRST, NfsStatus.ACCESS, NfsStatus.NO_GRACE, NfsStatus.RECLAIM_BAD);
        back.complete();
        back.close();
    }
}
