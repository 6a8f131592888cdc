package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;

/**
 * How long a grace period lasts, and what a second restart makes of it (RFC 8881 sections 8.4.2.1
 * and 8.4.3).
 */
final class GracePeriodChecks {
    private static final String FILE = "file";
    private static final String OTHER = "other";
    private static final int NONE = OpenShare.DENY_NONE;

    @Check(
            id = "LEASE-240",
            rule =
                    "A grace period waits one lease for a client that does not come back, and not"
                            + " for ever",
            sends =
                    "OPEN that denies others to write; a restart of the server, after which the"
                            + " client is silent; four times a second OPEN for writing by another",
            accepts =
                    "NFS4ERR_GRACE until a lease has passed; NFS4_OK before four have, or 10 s;"
                            + " unsupported if all reclaims are refused",
            requirements = "8.4.2.1-R01",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.LEASE, Need.RESTART},
            bugs = "B-108")
    void graceWithAClientThatDoesNotComeBack(CheckContext cx) {
        Holder silent = Holder.of(cx, cx.file(FILE));
        Duration lease = silent.lease();
        long before = System.nanoTime();
        cx.restartServer();
        Holder prober = Holder.writer(cx, silent.file());
        prober.adopt(Reclaims.openWhenOver(cx, prober, lease));
        Duration grace = Duration.ofNanos(System.nanoTime() - before);
        cx.note("new opens were possible after " + grace.toMillis() + " ms");
        if (grace.compareTo(lease) < 0 && Reclaims.isSupported(cx)) {
            throw new CheckFailure(
                    "time from the restart to the end of the grace period",
                    "at least the lease time of " + lease.toSeconds() + " s",
                    grace.toMillis() + " ms");
        }
        prober.close();
    }

    @Check(
            id = "LEASE-241",
            rule = "The grace period lasts until every client that held something has completed",
            sends =
                    "OPENs of two clients that deny others to write; a restart of the server; of"
                            + " the first client OPEN with CLAIM_PREVIOUS, RECLAIM_COMPLETE, then,"
                            + " with another verifier, RECLAIM_COMPLETE once more; OPEN for writing"
                            + " of the second file by another client; OPEN with CLAIM_PREVIOUS and"
                            + " RECLAIM_COMPLETE of the second client; OPEN of the first file",
            accepts =
                    "NFS4ERR_GRACE before the second client has completed, NFS4_OK after it, at"
                            + " the latest when four leases have passed, or 10 s",
            requirements = "8.4.2.1-R02",
            sections = {"8.4.2.1", "18.51.4"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-108")
    void graceUntilAllHaveCompleted(CheckContext cx) {
        Holder first = Holder.of(cx, cx.file(FILE));
        Holder second = Holder.of(cx, cx.file(OTHER));
        Duration lease = first.lease();
        cx.restartServer();
        Holder prober = Holder.writer(cx, second.file());
        Holder one = first.back();
        one.reclaimed("it had the file open before the restart");
        one.complete();
        Reply afterOne = prober.open();
        Holder reborn = one.reborn();
        reborn.complete();
        Reply afterTwice = prober.open();
        Holder two = second.back();
        two.reclaimed("it has not completed its reclaim");
        for (Reply early : new Reply[] {afterOne, afterTwice}) {
            assertThatReply(early)
                    .because("a client was still to reclaim what denies it")
                    .endsAt(Holder.FIRST, NfsStatus.GRACE);
        }
        two.complete();
        long completed = System.nanoTime();
        Holder now = prober.with(first.file(), OpenShare.ACCESS_WRITE, NONE);
        now.adopt(Reclaims.openWhenOver(cx, now, lease, two));
        Duration more = Duration.ofNanos(System.nanoTime() - completed);
        cx.note("the grace period went on for " + more.toMillis() + " ms");
        now.close();
        two.close();
    }

    @Check(
            id = "LEASE-250",
            rule = "A second restart in the grace period takes nobody's reclaim away",
            sends =
                    "OPENs of two clients; a restart of the server; OPEN with CLAIM_PREVIOUS and"
                            + " RECLAIM_COMPLETE of the first; a kill of the server; OPEN with"
                            + " CLAIM_PREVIOUS of both",
            accepts = "NFS4_OK each time; unsupported if all reclaims are refused",
            sections = {"8.4.2.1", "8.4.3", "18.51.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-109")
    void secondRestartInTheGracePeriod(CheckContext cx) {
        Holder first = Holder.of(cx, cx.file(FILE));
        Holder second = Holder.of(cx, cx.file(OTHER));
        cx.restartServer();
        Holder one = first.back();
        one.reclaimed("it had the file open before the restart");
        one.complete();
        cx.killServer();
        Holder oneAgain = one.back();
        oneAgain.reclaimed("it had reclaimed the file before the second restart");
        Holder two = second.back();
        two.reclaimed("the grace period had not ended before the second restart");
        oneAgain.complete();
        two.complete();
        oneAgain.close();
        two.close();
    }

    @Check(
            id = "LEASE-251",
            rule = "What a client did not reclaim in one grace period it cannot in the next",
            sends =
                    "OPENs of two clients that deny others to write; a restart of the server;"
                            + " OPEN with CLAIM_PREVIOUS and RECLAIM_COMPLETE of the first client"
                            + " alone, until the grace period is over; OPEN for writing of the"
                            + " second file and CLOSE by another client; a kill of the server;"
                            + " OPEN with CLAIM_PREVIOUS of both",
            accepts =
                    "NFS4_OK for the first client, NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD for the"
                            + " second",
            requirements = "8.4.3-R02",
            sections = {"8.4.3", "15.1.9.3"},
            needs = {Need.FILES, Need.LEASE, Need.RESTART},
            bugs = "B-109")
    void secondRestartAfterAMissedGracePeriod(CheckContext cx) {
        Holder first = Holder.of(cx, cx.file(FILE));
        Holder second = Holder.of(cx, cx.file(OTHER));
        Duration lease = first.lease();
        cx.restartServer();
        Holder one = first.back();
        one.reclaimed("it had the file open before the restart");
        one.complete();
        Reclaims.takeAndRelease(cx, second, lease, one);
        cx.killServer();
        Holder two = second.back();
        assertThatReply(two.reclaim())
                .because("another client had the file open in between")
                .endsAt(Holder.FIRST, Reclaims.REFUSALS);
        two.complete();
        Holder oneAgain = one.back();
        oneAgain.reclaimed("it had reclaimed the file before the second restart");
        oneAgain.complete();
        oneAgain.close();
    }

    @Check(
            id = "LEASE-252",
            rule = "What was given to another when a lease had lapsed is not reclaimed",
            sends =
                    "OPEN that denies others to write; silence; OPEN for writing by another client"
                            + " as soon as the lease has lapsed, CLOSE; a kill of the server; OPEN"
                            + " with CLAIM_PREVIOUS of the first client",
            accepts = "NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            requirements = "8.4.3-R02",
            sections = {"8.4.3", "15.1.9.3"},
            needs = {Need.FILES, Need.LEASE, Need.RESTART},
            bugs = "B-109")
    void restartAfterALapsedLease(CheckContext cx) {
        Holder lapsed = Holder.of(cx, cx.file(FILE));
        Duration lease = lapsed.lease();
        Reclaims.takeAndRelease(cx, lapsed, lease);
        cx.killServer();
        Holder back = lapsed.back();
        assertThatReply(back.reclaim())
                .because("another client had the file open in between")
                .endsAt(Holder.FIRST, Reclaims.REFUSALS);
        back.complete();
    }
}
