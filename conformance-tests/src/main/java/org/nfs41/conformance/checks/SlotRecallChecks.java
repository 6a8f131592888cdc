package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Slots that a server wants back (RFC 8881 section 20.8). */
final class SlotRecallChecks {
    /** Together 16 MiB and more if a server keeps replies of 8 KiB on 64 slots. */
    private static final int CLIENTS = 10;

    private static final int SESSIONS = 4;
    private static final int SLOTS = 64;
    private static final int MOST_CACHED = 64 << 10;
    private static final int MESSAGE = 256 << 10;

    /** What surrounds the bytes of READ in a reply. */
    private static final int AROUND = 512;

    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(50);

    /** A session all of whose slots keep a reply. */
    private record Full(NfsSession session, Exchange highest, Reply kept) {
        Optional<Callback> recall() {
            return session.client().callbacks().received(CbRecallSlotArgs.class).stream()
                    .filter(call -> call.sequence().sessionId().equals(session.id()))
                    .findFirst();
        }
    }

    @Check(
            id = "CB-160",
            rule = "A client that is asked for slots loses no reply, and goes on with the rest",
            sends =
                    "READs with sa_cachethis on all slots of 40 sessions; after CB_RECALL_SLOT the"
                            + " last request of the highest slot again; SEQUENCE twice with"
                            + " sa_highest_slotid as was asked for, and on every slot up to that",
            accepts =
                    "rsa_target_highest_slotid below the highest slot; the same reply; NFS4_OK and"
                            + " sr_highest_slotid no lower than that, or than"
                            + " sr_target_highest_slotid if that asks for more; UNSUPPORTED if"
                            + " there is no CB_RECALL_SLOT",
            sections = {"2.10.6.1", "2.10.6.1.3", "20.8.3", "20.8.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.LOAD})
    void slotsAreRecalled(CheckContext cx) {
        FileHandle file = cx.file("file", new byte[MOST_CACHED]);
        List<Full> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            NfsClient client = cx.newClient();
            for (int j = 0; j < SESSIONS; j++) {
                all.add(fill(client, j == 0, file));
            }
        }
        Full asked = awaitRecall(cx, all);
        NfsSession session = asked.session();
        int target =
                asked.recall()
                        .orElseThrow()
                        .find(CbRecallSlotArgs.class)
                        .orElseThrow()
                        .targetHighestSlotId();
        Handshake.require(
                target >= 0 && target < session.slotCount() - 1,
                "rsa_target_highest_slotid",
                "0 to " + (session.slotCount() - 2),
                Integer.toUnsignedString(target));
        Reply again = session.client().connection().retry(asked.highest()).await();
        assertThatReply(again)
                .because("the client has not given the slot back yet")
                .repeatsExactly(asked.kept());
        giveBack(session, target);
        int highest = giveBack(session, target);
        for (int slot = 0; slot <= highest; slot++) {
            Reply reply = session.slot(slot).compound(Ops.putRootFh());
            assertThatReply(reply).because("slot " + slot + " of 0 to " + highest).isOk();
            // each of these requests shows that slots above are not in use
            highest = Math.min(highest, highestLeft(reply, target));
        }
    }

    private static Full fill(NfsClient client, boolean first, FileHandle file) {
        NfsSession session =
                client.createSession(args ->
                        Handshake.withFore(
                                args, Ops.channel(MESSAGE, MESSAGE, MOST_CACHED, 8, SLOTS)));
        if (first) {
            session.slot(0).compound(Ops.reclaimComplete());
        }
        NfsConnection connection = client.connection();
        int bytes = Math.max(1, session.foreChannel().maxResponseSizeCached() - AROUND);
        List<Exchange> sent = new ArrayList<>();
        for (int slot = 0; slot < session.slotCount(); slot++) {
            SequenceArgs sequence = session.slot(slot).next(true);
            session.slot(slot).advance();
            SequenceArgs allInUse =
                    new SequenceArgs(
                            sequence.sessionId(),
                            sequence.sequenceId(),
                            slot,
                            session.slotCount() - 1,
                            true);
            sent.add(
                    connection.send(
                            session.request(
                                    allInUse,
                                    Ops.putFh(file),
                                    Ops.read(StateId.ANONYMOUS, 0, bytes))));
        }
        sent.forEach(exchange ->
                assertThatReply(exchange.await())
                        .because("a reply is to be kept")
                        .hasStatus(NfsStatus.OK, NfsStatus.DELAY));
        return new Full(session, sent.getLast(), sent.getLast().await());
    }

    private static Full awaitRecall(CheckContext cx, List<Full> all) {
        for (int i = 0; i < AT_MOST.dividedBy(STEP); i++) {
            for (Full full : all) {
                if (full.recall().isPresent() && full.kept().isOk()) {
                    return full;
                }
            }
            cx.pause(STEP, "the server may want slots back");
        }
        throw cx.unsupported("no slots are recalled");
    }

    /**
     * SEQUENCE that shows that slots above {@code target} are not in use any more; returns which of
     * those up to it is the highest that is left.
     */
    private static int giveBack(NfsSession session, int target) {
        SequenceArgs next = session.slot(0).next(false);
        session.slot(0).advance();
        Reply reply =
                session.send(
                        new SequenceArgs(next.sessionId(), next.sequenceId(), 0, target, false));
        assertThatReply(reply).because("the client does what it was asked for").isOk();
        return Math.min(target, highestLeft(reply, target));
    }

    /**
     * sr_highest_slotid, which is no lower than what the client was asked for, unless the server
     * asks for still more in the same reply.
     */
    private static int highestLeft(Reply reply, int target) {
        SequenceResOk sequence = reply.result(SequenceResOk.class);
        int least = Math.min(target, sequence.targetHighestSlotId());
        Handshake.require(
                sequence.highestSlotId() >= least,
                "sr_highest_slotid",
                "at least " + least,
                String.valueOf(sequence.highestSlotId()));
        return sequence.highestSlotId();
    }
}
