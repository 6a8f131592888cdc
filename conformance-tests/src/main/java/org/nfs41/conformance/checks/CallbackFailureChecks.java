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
import org.nfs41.conformance.client.RpcReply;
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
import java.util.concurrent.CountDownLatch;

/** What a server makes of answers that are late, wrong or missing (RFC 8881 section 10.4.5). */
final class CallbackFailureChecks {
    private static final CallbackOperation RECALL = CallbackOperation.CB_RECALL;
    private static final String FILE = "file";

    /** Servers pause before they call again what was answered with NFS4ERR_DELAY. */
    private static final Duration TO_RETRY = Duration.ofSeconds(8);

    private static final Duration SHORTLY = Duration.ofMillis(1500);
    private static final int PATH_DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;
    private static final int HUGE = 0x7fff_fff0;
    private static final int REPLY = 1;

    @Check(
            id = "CB-130",
            rule = "NFS4ERR_DELAY for a recall has the server ask again, not revoke",
            sends = "CB_RECALL is answered with NFS4ERR_DELAY, then with NFS4_OK",
            accepts =
                    "CB_RECALL a second time with the next sequence id of its slot; the delegation"
                            + " is good and the other client waits until DELEGRETURN",
            sections = {"2.10.6.3", "10.2", "10.4.5", "20.2.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-072")
    void recallIsDelayed(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().next(RECALL, CallbackAnswer.status(NfsStatus.DELAY));
        recallTwice(cx, holder, "NFS4ERR_DELAY");
    }

    @Check(
            id = "CB-131",
            rule = "NFS4ERR_DELAY from CB_SEQUENCE has the server ask again with the same id",
            sends = "CB_SEQUENCE is answered with NFS4ERR_DELAY, then the call with NFS4_OK",
            accepts =
                    "The call a second time; a sequence id on its slot that has not been used; the"
                            + " delegation is good and the other client waits until DELEGRETURN",
            requirements = "2.10.6.1.2-R01",
            sections = {"10.4.5", "20.9.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-072")
    void callIsDelayed(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().next(RECALL, CallbackAnswer.sequenceStatus(NfsStatus.DELAY));
        recallTwice(cx, holder, "NFS4ERR_DELAY from CB_SEQUENCE");
    }

    @Check(
            id = "CB-132",
            rule = "A recall of what the client does not know yet is not the end of it",
            sends =
                    "CB_RECALL is answered with NFS4ERR_BADHANDLE, as by a client that has not seen"
                            + " the reply to OPEN, then with NFS4_OK",
            accepts =
                    "CB_RECALL a second time; the delegation is good and the other client waits"
                            + " until DELEGRETURN",
            sections = {"2.10.6.3", "10.4.5", "20.2.3"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-175")
    void recallOvertakesTheReplyToOpen(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().next(RECALL, CallbackAnswer.status(NfsStatus.BADHANDLE));
        recallTwice(cx, holder, "NFS4ERR_BADHANDLE");
    }

    private static void recallTwice(CheckContext cx, DelegationHolder holder, String answer) {
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        rival.requireHeldUp("the delegation is not returned");
        holder.requireState("after " + answer, NfsStatus.OK);
        holder.awaitRecalls(2, TO_RETRY, answer);
        rival.requireHeldUp("the delegation is not returned");
        holder.requireState("after the second CB_RECALL", NfsStatus.OK);
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "CB-133",
            rule = "A reply to a call that comes late is taken for nothing else",
            sends =
                    "The reply to CB_RECALL comes after DELEGRETURN, and another one comes twice;"
                            + " then one more conflict",
            accepts = "NFS4_OK for the other client; CB_RECALL for each conflict",
            sections = {"2.10.6.1", "20.9.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-075")
    void repliesThatAreLateOrDouble(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        CountDownLatch returned = new CountDownLatch(1);
        session.client()
                .callbacks()
                .next(
                        RECALL,
                        CallbackAnswer.normal().after(returned),
                        CallbackAnswer.twice(),
                        CallbackAnswer.normal());
        for (int i = 0; i < 3; i++) {
            String name = FILE + i;
            DelegationHolder holder = DelegationHolder.reading(cx, session, name, cx.file(name));
            Rival rival = Rival.wantsToWrite(cx, name);
            holder.awaitRecall("OPEN for writing by another client");
            holder.giveBack();
            returned.countDown();
            rival.requireThrough();
        }
    }

    @Check(
            id = "CB-134",
            rule = "Replies to calls that are no replies do the server no harm",
            sends =
                    "CB_RECALL is answered with GARBAGE_ARGS; a verifier of 2^31 bytes; half a"
                            + " reply; a foreign xid; results of nothing; NFS4_OK without results",
            accepts = "Each time the other client waits until DELEGRETURN, and the server goes on",
            sections = {"2.10.6.1", "16.2", "20.9.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.CONNECTIONS, Need.DELEGATION},
            bugs = "B-075")
    void garbageInReplies(CheckContext cx) {
        List<CallbackAnswer> answers =
                List.of(
                        CallbackAnswer.rpcError(RpcReply.Outcome.GARBAGE_ARGS),
                        CallbackAnswer.raw(out -> {
                            out.writeInt(REPLY);
                            out.writeInt(0);
                            out.writeInt(0);
                            out.writeInt(HUGE);
                        }),
                        CallbackAnswer.raw(out -> out.writeInt(REPLY)),
                        CallbackAnswer.normal().underForeignXid(),
                        results(0, 0, 1),
                        results(0, 0, 0));
        for (int i = 0; i < answers.size(); i++) {
            String name = FILE + i;
            DelegationHolder holder = DelegationHolder.reading(cx, name);
            holder.callbacks().next(RECALL, answers.get(i));
            Rival rival = Rival.wantsToWrite(cx, name);
            holder.awaitRecall("OPEN for writing by another client");
            rival.requireHeldUp("the delegation is not returned");
            // the server may have ended the connection on which that came
            Reply back = afterGarbage(holder);
            assertThatReply(back).because("the delegation is given back").isOk();
            rival.requireThrough();
        }
        assertThatReply(cx.newClient().newConnection().callNull())
                .hasRpcOutcome(RpcReply.Outcome.SUCCESS);
    }

    private static Reply afterGarbage(DelegationHolder holder) {
        return holder.call(new DelegReturnArgs(holder.delegation()));
    }

    /** An accepted reply whose CB_COMPOUND has this status, tag length and number of results. */
    private static CallbackAnswer results(int status, int tag, int count) {
        return CallbackAnswer.raw(out -> {
            out.writeInt(REPLY);
            out.writeInt(0);
            out.writeInt(0);
            out.writeInt(0);
            out.writeInt(0);
            out.writeInt(status);
            out.writeInt(tag);
            out.writeInt(count);
        });
    }

    @Check(
            id = "CB-135",
            rule = "A call that is not answered holds up nobody but who waits for it",
            sends =
                    "CB_RECALL is not answered; meanwhile requests of the holder and of another"
                            + " client, and a recall to a third one",
            accepts = "NFS4_OK for all of them at once",
            sections = {"2.10.6.1", "10.2"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-064")
    void unansweredCallHoldsUpNobodyElse(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().always(RECALL, CallbackAnswer.never());
        DelegationHolder third = DelegationHolder.reading(cx, "third");
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        Instant begin = Instant.now();
        Handshake.requireAlive(holder.session());
        Handshake.requireAlive(cx.session());
        Rival other = Rival.wantsToWrite(cx, "third");
        third.awaitRecall("OPEN for writing by another client");
        third.giveBack();
        other.requireThrough();
        Duration took = Duration.between(begin, Instant.now());
        Handshake.require(
                took.compareTo(DelegationHolder.PROMPTLY) < 0,
                "time for what has nothing to do with the call",
                "less than 5 s",
                took.toMillis() + " ms");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "CB-136",
            rule = "A sequence id is not used for another call when the reply did not come in time",
            sends =
                    "A backchannel of one slot; CB_RECALL is answered 2 leases later; meanwhile the"
                            + " delegation is returned and another one is in conflict",
            accepts =
                    "No other call on that slot with the same sequence id; the second CB_RECALL"
                            + " after the reply to the first, or after the session was ended",
            requirements = "2.10.6.2-R04",
            sections = {"2.10.6.1", "20.9.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = {"B-064", "B-065"})
    void lateReplyLeavesTheSlotInUse(CheckContext cx) {
        Duration lease = cx.leaseTime();
        NfsSession session =
                CallbackSlotChecks.withBackChannel(cx, CallbackSlotChecks.limits(4096, 8, 1));
        CountDownLatch gate = new CountDownLatch(1);
        session.client().callbacks().next(RECALL, CallbackAnswer.normal().after(gate));
        DelegationHolder first = DelegationHolder.reading(cx, session, FILE, cx.file(FILE));
        DelegationHolder second =
                DelegationHolder.reading(cx, session, "second", cx.file("second"));
        Rival one = Rival.wantsToWrite(cx, FILE);
        first.awaitRecall("OPEN for writing by another client");
        first.giveBack();
        one.requireThrough();
        Rival two = Rival.wantsToWrite(cx, "second");
        int steps = 8;
        for (int i = 0; i < steps; i++) {
            cx.pause(lease.dividedBy(steps / 2), "the reply to CB_RECALL is late");
            Handshake.requireAlive(session);
        }
        gate.countDown();
        boolean recalled =
                !second.callbacks().awaitCalls(second::isRecall, 1, Rival.SOON).isEmpty();
        if (recalled) {
            Reply returned = second.call(new DelegReturnArgs(second.delegation()));
            assertThatReply(returned)
                    .hasStatus(NfsStatus.OK, NfsStatus.DELEG_REVOKED, NfsStatus.BAD_STATEID);
        }
        two.outcome(lease.multipliedBy(2));
        List<String> misused =
                session.client().callbacks().violations().stream()
                        .filter(v ->
                                v.rule() == CallbackRule.RETRY || v.rule() == CallbackRule.SEQUENCE)
                        .map(CallbackViolation::what)
                        .toList();
        Handshake.require(
                misused.isEmpty(),
                "use of a slot whose reply had not come",
                "none",
                String.join("; ", misused));
    }

    @Check(
            id = "CB-137",
            rule = "A client that vanished with a call under way does not hold up its own removal",
            sends =
                    "CB_RECALL is not answered and the holder never sends anything again; the other"
                            + " client asks for three leases",
            accepts =
                    "NFS4_OK for the other client; new clients come and go meanwhile and"
                            + " afterwards",
            sections = {"8.3", "10.4.5", "2.10.13.2.2"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = {"B-077", "B-181"})
    void holderVanishes(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        holder.callbacks().always(RECALL, CallbackAnswer.never());
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        requireClientsComeAndGo(cx);
        Reply reply = rival.outcome(lease.multipliedBy(3).plus(DelegationHolder.PROMPTLY));
        assertThatReply(reply).because("the holder has been silent for three leases").isOk();
        requireClientsComeAndGo(cx);
    }

    private static void requireClientsComeAndGo(CheckContext cx) {
        NfsClient fresh = cx.newClient();
        NfsSession session = fresh.connect();
        Handshake.requireAlive(session);
        assertThatReply(fresh.call(Ops.destroySession(session.id()))).isOk();
        assertThatReply(fresh.call(Ops.destroyClientId(fresh.clientId()))).isOk();
    }

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
