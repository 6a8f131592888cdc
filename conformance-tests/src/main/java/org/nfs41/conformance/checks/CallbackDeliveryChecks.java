package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CallbackRule;
import org.nfs41.conformance.client.CallbackViolation;
import org.nfs41.conformance.client.Callbacks;
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
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How recalls reach their clients: once, over which connection, and naming which requests (RFC 8881
 * sections 2.10.6 and 2.10.13.2).
 */
final class CallbackDeliveryChecks {
    private static final CallbackOperation RECALL = CallbackOperation.CB_RECALL;
    private static final String FILE = "file";
    private static final Duration SHORTLY = Duration.ofMillis(1500);
    private static final int PATH_DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    @Check(
            id = "CB-138",
            rule = "A recall names the OPEN whose reply the client may not have seen",
            sends =
                    "OPEN on slot 1 that gets a delegation, after which slot 1 is not used; OPEN"
                            + " for writing by another client",
            accepts = "csa_referring_call_lists of CB_RECALL names the OPEN",
            requirements = {"2.10.6.3-R01", "2.10.6.3-R02"},
            sections = "20.9.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-071")
    void recallNamesTheOpen(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        DelegationHolder holder =
                DelegationHolder.on(cx, session.slot(1), FILE, cx.file(FILE), false);
        int sequenceId = session.slot(1).sequenceId() - 1;
        List<ReferringCallList> lists = recall(cx, holder).sequence().referringCallLists();
        boolean named =
                lists.stream()
                        .filter(list -> list.sessionId().equals(session.id()))
                        .flatMap(list -> list.referringCalls().stream())
                        .anyMatch(new ReferringCall(sequenceId, 1)::equals);
        Handshake.require(
                named,
                "csa_referring_call_lists",
                "sequence id " + sequenceId + " on slot 1 of the session",
                lists.toString());
    }

    private static Callback recall(CheckContext cx, DelegationHolder holder) {
        Rival rival = Rival.wantsToWrite(cx, FILE);
        Callback recall = holder.awaitRecall("OPEN for writing by another client");
        holder.giveBack();
        rival.requireThrough();
        return recall;
    }

    @Check(
            id = "CB-139",
            rule = "A recall names only requests that have to do with it",
            sends =
                    "OPENs of two files on slots 1 and 2 that get delegations, after which these"
                            + " slots are not used; a conflict with the first",
            accepts = "csa_referring_call_lists of CB_RECALL does not name slot 2",
            requirements = "2.10.6.3-R03",
            sections = "20.9.3",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-071")
    void recallNamesNothingElse(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        DelegationHolder holder =
                DelegationHolder.on(cx, session.slot(1), FILE, cx.file(FILE), false);
        FileHandle other = cx.file("other");
        DelegationHolder.on(cx, session.slot(2), "other", other, false);
        List<ReferringCallList> lists = recall(cx, holder).sequence().referringCallLists();
        Handshake.require(
                lists.stream()
                        .flatMap(list -> list.referringCalls().stream())
                        .noneMatch(call -> call.slotId() == 2),
                "csa_referring_call_lists of a recall of the first file",
                "nothing of slot 2",
                lists.toString());
    }

    @Check(
            id = "CB-140",
            rule = "A call that was cut off comes again on another connection that is bound",
            sends =
                    "A backchannel of two connections; the one on which CB_RECALL comes is closed"
                            + " without a reply",
            accepts = "The same CB_RECALL, slot and sequence id on the other one",
            requirements = "2.10.13.2.4-R01",
            sections = "2.10.6.2",
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-062")
    void callMovesToAnotherConnection(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsClient client = holder.session().client();
        var second = client.newConnection();
        assertThatReply(
                        second.call(
                                Ops.bind(holder.session().id(), ChannelDirFromClient.BACK_OR_BOTH)))
                .isOk();
        Callbacks callbacks = holder.callbacks();
        callbacks.next(RECALL, CallbackAnswer.never().then(CallbackAnswer.End.CLOSE));
        Rival rival = Rival.wantsToWrite(cx, FILE);
        Callback first = holder.awaitRecall("OPEN for writing by another client");
        Callback again =
                holder.awaitRecalls(2, DelegationHolder.PROMPTLY, "the end of its connection")
                        .getLast();
        Handshake.require(
                again.connection() != first.connection(),
                "connection of the retry",
                "the other one",
                "the same");
        Handshake.requireSame(
                "csa_sequenceid of the retry",
                first.sequence().sequenceId(),
                again.sequence().sequenceId());
        Handshake.requireSame(
                "slot of the retry", first.sequence().slotId(), again.sequence().slotId());
        Reply returned =
                holder.session()
                        .slot(0)
                        .start(
                                second.isOpen() ? second : client.connection(),
                                false,
                                Ops.putFh(holder.file()),
                                new DelegReturnArgs(holder.delegation()))
                        .await();
        assertThatReply(returned).isOk();
        rival.requireThrough();
    }

    @Check(
            id = "CB-141",
            rule = "A recall is made once, not with each request that has to wait",
            sends =
                    "A recall that is answered with NFS4_OK; the other client asks again five times"
                            + " before DELEGRETURN",
            accepts = "One CB_RECALL, or a second one after some time",
            sections = {"10.2", "10.4.5"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void oneRecallForManyRequests(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        Reply reply = rival.outcome(SHORTLY);
        assertThatReply(reply).hasStatus(NfsStatus.DELAY);
        int calls = holder.callbacks().received(CbRecallArgs.class).size();
        if (calls > 2) {
            throw new CheckFailure(
                    "calls while a delegation is being returned",
                    "CB_RECALL once",
                    calls + " times");
        }
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "CB-142",
            rule = "A call is not repeated as long as the connection that it went over lasts",
            sends = "CB_RECALL is not answered for half a lease",
            accepts = "No other call with the same slot and sequence id on that connection",
            requirements = "2.10.6.2-R01",
            sections = "20.9.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void noRetryWithoutALoss(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().always(RECALL, CallbackAnswer.never());
        Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        cx.pause(lease.dividedBy(2), "the holder does not answer");
        List<String> repeated =
                holder.callbacks().violations().stream()
                        .filter(v -> v.rule() == CallbackRule.EARLY_RETRY)
                        .map(CallbackViolation::what)
                        .toList();
        Handshake.require(
                repeated.isEmpty(), "calls meanwhile", "no retry", String.join("; ", repeated));
    }

    @Check(
            id = "CB-143",
            rule =
                    "A session that has a call under way is destroyed, or its client is told why"
                            + " not",
            sends = "CB_RECALL is not answered; DESTROY_SESSION",
            accepts = "NFS4_OK or NFS4ERR_BACK_CHAN_BUSY",
            requirements = "18.37.3-R07",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void destroySessionWithACallUnderWay(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().always(RECALL, CallbackAnswer.never());
        Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        NfsSession session = holder.session();
        assertThatReply(session.client().call(Ops.destroySession(session.id())))
                .because("a call is under way")
                .hasStatus(NfsStatus.OK, NfsStatus.BACK_CHAN_BUSY);
    }

    @Check(
            id = "CB-144",
            rule = "A call that cannot be sent again for want of a connection is told by a flag",
            sends =
                    "CB_RECALL is answered by the end of the connection; SEQUENCE over another one"
                            + " that is not bound to the backchannel",
            accepts =
                    "SEQ4_STATUS_CB_PATH_DOWN_SESSION or SEQ4_STATUS_CB_PATH_DOWN within 5 seconds",
            requirements = {"2.10.6.2-R02", "2.10.13.2.4-R02"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-061")
    void noConnectionForTheRetry(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsConnection first = holder.session().client().connection();
        holder.callbacks().next(RECALL, CallbackAnswer.cut());
        Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        first.awaitClosed(DelegationHolder.PROMPTLY);
        Instant end = Instant.now().plus(DelegationHolder.PROMPTLY);
        boolean told = false;
        while (!told && Instant.now().isBefore(end)) {
            Reply reply = holder.session().compound();
            assertThatReply(reply).isOk();
            told = (reply.result(SequenceResOk.class).statusFlags() & PATH_DOWN) != 0;
            cx.pause(Duration.ofMillis(100), "the server may not have noticed yet");
        }
        Handshake.requireSame("a flag of a lost backchannel", true, told);
    }
}
