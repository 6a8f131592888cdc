package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CallbackRule;
import org.nfs41.conformance.client.CallbackViolation;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.DelegReturnArgs;

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
}
