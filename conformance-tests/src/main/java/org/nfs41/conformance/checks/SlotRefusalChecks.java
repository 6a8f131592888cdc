package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Arrays;

/**
 * Which slots a session has, and that a request which SEQUENCE refuses leaves its slot as it was.
 */
final class SlotRefusalChecks {
    @Check(
            id = "SEQ-021",
            rule = "The slots that ca_maxrequests promises are there, and no others",
            sends =
                    "CREATE_SESSION that asks for 1, 8 and 200 slots; on each session a request on"
                            + " the highest slot that was granted, and two on the slot after it",
            accepts =
                    "NFS4_OK, then NFS4ERR_BADSLOT twice; NFS4_OK is a warning when the reply's"
                            + " sr_highest_slotid says that the table has grown",
            requirements = "18.36.3-R05",
            sections = {"15.1.11.2", "2.10.6.1"},
            bugs = {"B-017", "B-016"})
    void highestSlotAndTheOneAfterIt(CheckContext cx) {
        for (int asked : new int[] {1, 8, 200}) {
            NfsSession session =
                    Retries.sessionWith(cx, Ops.channel(64 << 10, 64 << 10, 4 << 10, 16, asked));
            int granted = session.slotCount();
            String because = "asked for " + asked + " slots, granted " + granted;
            assertThatReply(session.send(session.sequence(granted - 1, 1), Ops.putRootFh()))
                    .because(because)
                    .isOk();
            for (int i = 0; i < 2; i++) {
                Reply more = session.send(beyond(session, granted), Ops.putRootFh());
                if (more.isOk() && hasSlot(more, granted)) {
                    // section 15.1.11.2: the error is for a slot that is not in the table
                    cx.warn(because + ", and the table grows when the next slot is used");
                    break;
                }
                assertThatReply(more).because(because).endsAt(0, NfsStatus.BADSLOT);
            }
        }
    }

    private static boolean hasSlot(Reply reply, int slot) {
        return reply.result(SequenceResOk.class).highestSlotId() >= slot;
    }

    /** A SEQUENCE on a slot that does not exist while sa_highest_slotid is right. */
    private static SequenceArgs beyond(NfsSession session, int slot) {
        return new SequenceArgs(session.id(), 1, slot, session.slotCount() - 1, true);
    }

    @Check(
            id = "SEQ-022",
            rule = "A slot id far beyond the table is refused and touches no slot",
            sends =
                    "SEQUENCE on slots 0x10000, 0x7FFFFFFF, 0x80000000 and 0xFFFFFFFF, each twice,"
                            + " with sa_cachethis; then the retry and the next request on slot 0",
            accepts = "NFS4ERR_BADSLOT; the kept reply of slot 0; NFS4_OK",
            requirements = {"2.10.6.1.2-R01", "2.10.6.1.2-R02"},
            sections = "15.1.11.2",
            bugs = "B-016")
    void slotIdsFarBeyondTheTable(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original = session.slot(0).start(connection, true, Ops.putRootFh(), Ops.getFh());
        Reply first = original.await();
        assertThatReply(first).isOk();
        for (int slot : new int[] {0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            for (int i = 0; i < 2; i++) {
                assertThatReply(session.send(beyond(session, slot), Ops.putRootFh()))
                        .because("slot 0x" + Integer.toHexString(slot))
                        .endsAt(0, NfsStatus.BADSLOT);
            }
        }
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-023",
            rule =
                    "A sa_highest_slotid beyond the enforced one is refused or not looked at, and"
                            + " the slot stays in order",
            sends =
                    "SEQUENCE on slot 0 with sa_highest_slotid one more than the highest slot that"
                            + " was granted; then the sequence id that comes next",
            accepts =
                    "NFS4ERR_BAD_HIGH_SLOT and an unchanged slot; NFS4_OK with a warning, as the"
                            + " error is not demanded",
            requirements = {"2.10.6.1.2-R01", "2.10.6.1.2-R02"},
            sections = {"15.1.11.3", "2.10.6.1"},
            bugs = "B-008")
    void highestSlotBeyondTheTable(CheckContext cx) {
        NfsSession session = cx.newSession();
        int beyond = session.slotCount();
        Exchange kept = keep(session);
        SequenceArgs wrong = new SequenceArgs(session.id(), 2, 0, beyond, true);
        Reply reply = session.send(wrong, Ops.putRootFh());
        if (reply.isOk()) {
            cx.warn("sa_highest_slotid " + beyond + " is accepted with " + beyond + " slots");
            assertThatReply(session.send(session.sequence(0, 3), Ops.putRootFh())).isOk();
            return;
        }
        assertThatReply(reply).endsAt(0, NfsStatus.BAD_HIGH_SLOT);
        requireUntouched(session, kept);
    }

    /** The first request on slot 0, with its reply kept. */
    private static Exchange keep(NfsSession session) {
        Exchange exchange =
                session.slot(0)
                        .start(
                                session.client().connection(),
                                true,
                                Ops.putRootFh(),
                                Ops.getAttr(Attribute.FILEID));
        assertThatReply(exchange.await()).isOk();
        return exchange;
    }

    /** Slot 0 still has the reply of {@code kept}, and sequence id 2 is a new request. */
    private static void requireUntouched(NfsSession session, Exchange kept) {
        NfsConnection connection = session.client().connection();
        assertThatReply(connection.retry(kept).await())
                .because("a SEQUENCE that fails leaves the kept reply as it was")
                .repeatsExactly(kept.await());
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh(), Ops.getFh()))
                .because("a SEQUENCE that fails leaves the sequence id as it was")
                .isOk();
    }

    @Check(
            id = "SEQ-024",
            rule = "A misordered request leaves the kept reply and the sequence id of its slot",
            sends =
                    "A cached request with sequence id 1; others with 3 and 0, and one with 2 on a"
                            + " slot that does not exist; the first again; one with 2",
            accepts = "Errors from SEQUENCE, then the reply to the first, then NFS4_OK",
            requirements = {"2.10.6.1.2-R01", "2.10.6.1.2-R02", "18.46.3-R13"},
            bugs = "B-008")
    void misorderedRequestsLeaveTheSlot(CheckContext cx) {
        NfsSession session = cx.newSession();
        Exchange kept = keep(session);
        for (int wrong : new int[] {3, 0}) {
            assertThatReply(session.send(session.sequence(0, wrong, true), Ops.putRootFh()))
                    .endsAt(0, NfsStatus.SEQ_MISORDERED);
        }
        assertThatReply(session.send(beyond(session, session.slotCount()), Ops.putRootFh()))
                .endsAt(0, NfsStatus.BADSLOT);
        requireUntouched(session, kept);
    }

    @Check(
            id = "SEQ-025",
            rule = "A request with too many operations leaves its slot when SEQUENCE refuses it",
            sends =
                    "A cached request; the next sequence id with one operation more than"
                            + " ca_maxoperations; the first again; the next sequence id",
            accepts =
                    "NFS4ERR_TOO_MANY_OPS; the reply to the first; NFS4_OK. When a later operation"
                            + " has the error, the slot has gone on",
            requirements = {"2.10.6.1.2-R01", "2.10.6.1.2-R02", "18.46.3-R13", "18.36.3-R18"},
            bugs = "B-008")
    void tooManyOperationsLeaveTheSlot(CheckContext cx) {
        NfsSession session =
                Retries.sessionWith(cx, Ops.channel(64 << 10, 64 << 10, 4 << 10, 8, 4));
        Exchange kept = keep(session);
        ArgOp[] tooMany = new ArgOp[session.foreChannel().maxOperations()];
        Arrays.fill(tooMany, Ops.putRootFh());
        Reply refused = session.send(prepend(session.sequence(0, 2, true), tooMany));
        requireRefused(cx, refused, NfsStatus.TOO_MANY_OPS);
        requireUntouchedIfRefused(session, kept, refused);
    }

    @Check(
            id = "SEQ-026",
            rule = "A request that is too long leaves its slot when SEQUENCE refuses it",
            sends =
                    "A cached request; the next sequence id in a request longer than"
                            + " ca_maxrequestsize; the first again; the next sequence id",
            accepts =
                    "NFS4ERR_REQ_TOO_BIG; the reply to the first; NFS4_OK. When a later operation"
                            + " has the error, the slot has gone on",
            requirements = {"2.10.6.1.2-R01", "2.10.6.1.2-R02", "18.46.3-R13"},
            sections = {"2.10.6.4", "15.1.3.8"},
            needs = Need.FILES,
            bugs = "B-008")
    void tooLongARequestLeavesTheSlot(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(4 << 10, 64 << 10, 4 << 10, 8, 4));
        Exchange kept = keep(session);
        byte[] tooMuch = new byte[session.foreChannel().maxRequestSize()];
        Reply refused =
                session.send(
                        session.sequence(0, 2, true),
                        Ops.putFh(cx.file("file")),
                        Ops.write(StateId.ANONYMOUS, 0, tooMuch));
        requireRefused(cx, refused, NfsStatus.REQ_TOO_BIG);
        requireUntouchedIfRefused(session, kept, refused);
    }

    /** Another check demands the error; without it there is nothing to see here. */
    private static void requireRefused(CheckContext cx, Reply reply, NfsStatus expected) {
        if (reply.isOk()) {
            throw cx.skipped("the server does not answer " + expected + " here");
        }
        assertThatReply(reply).hasStatus(expected);
    }

    private static void requireUntouchedIfRefused(
            NfsSession session, Exchange kept, Reply refused) {
        if (refused.sequenceSucceeded()) {
            assertThatReply(session.send(session.sequence(0, 3), Ops.putRootFh()))
                    .because("a later operation had the error, so the slot has gone on")
                    .isOk();
        } else {
            requireUntouched(session, kept);
        }
    }

    private static ArgOp[] prepend(ArgOp first, ArgOp... others) {
        ArgOp[] all = new ArgOp[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @Check(
            id = "SEQ-027",
            rule = "Arguments that are no valid XDR behind a good SEQUENCE leave the slot in order",
            sends =
                    "A request on slot 0 whose last operation lacks its last four bytes; the same"
                            + " again; the sequence id that must come next by the reply",
            accepts =
                    "RPC GARBAGE_ARGS and nothing has happened to the slot, or NFS4ERR_BADXDR, the"
                            + " same again for the retry, and the slot has gone on",
            requirements = {"2.10.6.1.3-R01", "2.10.6.4-R04"},
            sections = "16.2.3",
            bugs = "B-154")
    void malformedOperationBehindSequence(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        byte[] whole =
                session.request(session.sequence(0, 1, true), Ops.putRootFh(), Ops.lookup("name"))
                        .toBytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - Integer.BYTES);
        Exchange original = connection.sendRaw(cut);
        Reply first = original.await();
        if (!first.rpc().isSuccess()) {
            assertThatReply(first).hasRpcOutcome(RpcReply.Outcome.GARBAGE_ARGS);
            assertThatReply(session.send(session.sequence(0, 1), Ops.putRootFh()))
                    .because("nothing of the malformed request was executed")
                    .isOk();
            return;
        }
        assertThatReply(first).hasStatus(NfsStatus.BADXDR);
        if (first.sequenceSucceeded()) {
            assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        }
        int next = first.sequenceSucceeded() ? 2 : 1;
        assertThatReply(session.send(session.sequence(0, next), Ops.putRootFh())).isOk();
    }
}
