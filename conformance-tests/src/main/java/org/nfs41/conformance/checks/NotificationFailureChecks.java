package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.time.Duration;
import java.time.Instant;

/** CB_NOTIFY that its client does not take note of (RFC 8881 sections 10.9.4 and 20.4). */
final class NotificationFailureChecks {
    private static final String DIR = "dir";
    private static final CallbackOperation NOTIFY = CallbackOperation.CB_NOTIFY;
    private static final int LEASES = 3;
    private static final int STEPS = 8;

    /** Whether the client does not rely on its delegation any more, as the server sees it. */
    private static boolean isLost(DirectoryHolder holder) {
        return holder.isRecalled() || !state(holder).equals(NfsStatus.OK);
    }

    private static NfsStatus state(DirectoryHolder holder) {
        return holder.session()
                .require(Ops.testStateId(holder.delegation()))
                .result(TestStateIdResOk.class)
                .statusCodes()
                .getFirst();
    }

    @Check(
            id = "DIR-130",
            rule = "A notification that its client refuses is not passed over",
            sends =
                    "CB_NOTIFY is answered with NFS4ERR_SERVERFAULT; another change by another"
                            + " client",
            accepts =
                    "CB_RECALL or a delegation that is revoked; or CB_NOTIFYs after which the"
                            + " holder knows what READDIR says",
            sections = {"10.9.4", "20.4.3"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-098")
    void notificationIsRefused(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        DirectoryHolder holder = mirror.holder();
        holder.session()
                .client()
                .callbacks()
                .next(NOTIFY, CallbackAnswer.status(NfsStatus.SERVERFAULT));
        NfsSession other = cx.newClient().connect();
        other.require(Ops.putFh(directory), Ops.makeDirectory("missed", 0777));
        holder.awaitChanges(1, "CREATE by another client");
        Rival rival = Rival.wants(cx, Ops.putFh(directory), Ops.makeDirectory("heard", 0777));
        Instant end = Instant.now().plus(DelegationHolder.PROMPTLY);
        while (!isLost(holder) && Instant.now().isBefore(end)) {
            cx.pause(Duration.ofMillis(250), "the server has to see the answer");
        }
        if (!isLost(holder) && isToldOnce(holder)) {
            throw new CheckFailure(
                    "calls after NFS4ERR_SERVERFAULT for CB_NOTIFY",
                    "CB_RECALL, or CB_NOTIFY of the same once more",
                    holder.told().toString());
        }
        if (holder.isRecalled()) {
            holder.giveBack();
        }
        rival.requireThrough();
    }

    private static boolean isToldOnce(DirectoryHolder holder) {
        DirectoryChange missed = new DirectoryChange.Added("missed");
        return holder.told().stream().filter(missed::equals).count() == 1;
    }

    @Check(
            id = "DIR-131",
            rule = "A client that does not answer notifications loses its delegation",
            sends =
                    "CB_NOTIFY is not answered, CB_RECALL is; the holder renews its lease; changes"
                            + " by another client",
            accepts =
                    "NFS4_OK for the other client; CB_RECALL or a delegation that is revoked within"
                            + " three leases",
            sections = {"10.9.4", "10.4.5", "20.4.3"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void notificationIsNotAnswered(CheckContext cx) {
        Duration lease = cx.leaseTime();
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        DirectoryHolder holder = mirror.holder();
        holder.session().client().callbacks().always(NOTIFY, CallbackAnswer.never());
        Rival.wants(cx, Ops.putFh(directory), Ops.makeDirectory("one", 0777)).requireThrough();
        holder.awaitChanges(1, "CREATE by another client");
        NfsSession other = cx.newClient().connect();
        Rival second = Rival.wants(cx, other, Ops.putFh(directory), Ops.makeDirectory("two", 0777));
        boolean lost = isLost(holder);
        for (int i = 0; i < LEASES * STEPS && !lost; i++) {
            cx.pause(lease.dividedBy(STEPS), "CB_NOTIFY is not answered");
            assertThatReply(other.compound()).isOk();
            lost = isLost(holder);
        }
        Handshake.require(
                lost,
                "the delegation of a client that does not answer CB_NOTIFY",
                "recalled or revoked in three leases",
                "in force");
        if (holder.isRecalled() && state(holder).equals(NfsStatus.OK)) {
            holder.giveBack();
        }
        second.requireThrough();
    }

    @Check(
            id = "DIR-132",
            rule = "A notification that was cut off comes again, or the delegation is recalled",
            sends =
                    "The connection of CB_NOTIFY is cut before the reply; another connection is"
                            + " bound; another change by another client",
            accepts =
                    "CB_NOTIFYs after which the holder knows what READDIR says; or CB_RECALL or a"
                            + " delegation that is revoked",
            requirements = "2.10.13.2.4-R01",
            sections = {"2.10.6.2", "20.4.3"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-062")
    void notificationIsCutOff(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        DirectoryHolder holder = mirror.holder();
        NfsClient client = holder.session().client();
        NfsConnection first = client.connection();
        client.callbacks().next(NOTIFY, CallbackAnswer.cut());
        NfsSession other = cx.newClient().connect();
        other.require(Ops.putFh(directory), Ops.makeDirectory("one", 0777));
        holder.awaitChanges(1, "CREATE by another client");
        first.awaitClosed(DelegationHolder.PROMPTLY);
        int calls = client.callbacks().received().size();
        Reply bound =
                client.call(Ops.bind(holder.session().id(), ChannelDirFromClient.BACK_OR_BOTH));
        assertThatReply(bound).isOk();
        boolean again =
                client.callbacks()
                                .awaitCalls(call -> true, calls + 1, DelegationHolder.PROMPTLY)
                                .size()
                        > calls;
        Handshake.require(
                again || isLost(holder),
                "calls after the end of the connection of CB_NOTIFY",
                "the same CB_NOTIFY on the next one",
                "none");
        Rival rival = Rival.wants(cx, Ops.putFh(directory), Ops.makeDirectory("two", 0777));
        if (isLost(holder)) {
            holder.giveBack();
            rival.requireThrough();
        } else {
            rival.requireThrough();
            mirror.requireSameAs(cx, other);
        }
    }
}
