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
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

/** What SEQUENCE answers, and where it may stand. */
final class SequenceResultChecks {
    private static final int DEFINED_FLAGS = 0x1fff;

    /** What can be said only of a client that has had state and lost it. */
    private static final int LOSSES =
            SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED
                    | SequenceStatusFlags.ADMIN_STATE_REVOKED
                    | SequenceStatusFlags.RECALLABLE_STATE_REVOKED
                    | SequenceStatusFlags.DEVID_CHANGED
                    | SequenceStatusFlags.DEVID_DELETED;

    @Check(
            id = "SEQ-041",
            rule = "SEQUENCE repeats session, slot and sequence id, alone as well as with others",
            sends = "SEQUENCE alone and with PUTROOTFH on the lowest and on the highest slot",
            accepts = "NFS4_OK; sr_sessionid, sr_slotid and sr_sequenceid as they were sent",
            requirements = {"18.46.3-R04", "18.46.3-R05", "18.46.3-R06"})
    void sequenceAloneAndWithOthers(CheckContext cx) {
        NfsSession session = cx.newSession();
        int highest = session.slotCount() - 1;
        for (int slot : highest == 0 ? new int[] {0} : new int[] {0, highest}) {
            for (int id = 1; id <= 2; id++) {
                SequenceArgs sent = session.sequence(slot, id);
                ArgOp[] ops = id == 1 ? new ArgOp[] {sent} : new ArgOp[] {sent, Ops.putRootFh()};
                Reply reply = session.send(ops);
                assertThatReply(reply).isOk().hasResultCount(ops.length);
                SequenceResOk got = reply.result(0, SequenceResOk.class);
                if (!got.sessionId().equals(sent.sessionId())
                        || got.slotId() != slot
                        || got.sequenceId() != id) {
                    throw new CheckFailure("result of SEQUENCE", sent.toString(), got.toString());
                }
            }
        }
    }

    @Check(
            id = "SEQ-042",
            rule = "sr_status_flags has defined bits only, and none that is wrong of a new client",
            sends = "SEQUENCE of a client that has just sent RECLAIM_COMPLETE and holds no state",
            accepts =
                    "No bit beyond 0x1FFF, none that tells of lost state or changed devices, and"
                            + " not SEQ4_STATUS_RESTART_RECLAIM_NEEDED",
            sections = {"18.46.2", "18.46.3"})
    void statusFlagsOfANewClient(CheckContext cx) {
        Reply reply = cx.session().compound(Ops.putRootFh());
        assertThatReply(reply).isOk();
        int flags = reply.result(0, SequenceResOk.class).statusFlags();
        int wrong = ~DEFINED_FLAGS | LOSSES | SequenceStatusFlags.RESTART_RECLAIM_NEEDED;
        if ((flags & wrong) != 0) {
            throw new CheckFailure(
                    "sr_status_flags of a new client",
                    "none of 0x" + Integer.toHexString(wrong),
                    "0x" + Integer.toHexString(flags));
        }
    }

    @Check(
            id = "SEQ-043",
            rule = "sr_highest_slotid is not below the slots that the client says it uses",
            sends = "SEQUENCE on slot 0 with sa_highest_slotid one less than ca_maxrequests",
            accepts =
                    "sr_highest_slotid and sr_target_highest_slotid not below"
                            + " sa_highest_slotid, as nothing was said of fewer slots before",
            requirements = {"18.46.3-R07", "2.10.6.1-R10"},
            level = Level.SHOULD,
            bugs = "B-152")
    void highestSlotIdIsNotBelowTheClients(CheckContext cx) {
        NfsSession session = cx.newSession();
        int highest = session.slotCount() - 1;
        Reply reply =
                session.send(new SequenceArgs(session.id(), 1, 0, highest, false), Ops.putRootFh());
        assertThatReply(reply).isOk();
        SequenceResOk got = reply.result(0, SequenceResOk.class);
        if (Integer.compareUnsigned(got.highestSlotId(), highest) < 0) {
            throw new CheckFailure(
                    "sr_highest_slotid",
                    "at least " + highest,
                    Integer.toUnsignedString(got.highestSlotId()));
        }
        if (Integer.compareUnsigned(got.targetHighestSlotId(), highest) < 0) {
            cx.warn(
                    "sr_target_highest_slotid is "
                            + Integer.toUnsignedString(got.targetHighestSlotId())
                            + " at once, although ca_maxrequests is "
                            + session.slotCount());
        }
    }

    @Check(
            id = "SEQ-044",
            rule = "The slot that sr_highest_slotid names is accepted",
            sends = "A request on the slot that the last SEQUENCE returned as the highest",
            accepts = "NFS4_OK",
            sections = {"18.46.3", "2.10.6.1"},
            bugs = "B-152")
    void requestOnTheSlotThatIsNamedAsHighest(CheckContext cx) {
        NfsSession session = cx.newSession();
        Reply reply = session.send(session.sequence(0, 1), Ops.putRootFh());
        assertThatReply(reply).isOk();
        int highest = reply.result(0, SequenceResOk.class).highestSlotId();
        int id = highest == 0 ? 2 : 1;
        assertThatReply(session.send(session.sequence(highest, id), Ops.putRootFh()))
                .because("sr_highest_slotid was " + Integer.toUnsignedString(highest))
                .isOk();
    }

    @Check(
            id = "SEQ-045",
            rule = "SEQUENCE in a later place is refused and takes no slot",
            sends =
                    "SEQUENCE on slot 0, PUTROOTFH, SEQUENCE on slot 1; then the sequence id that"
                            + " slot 1 has to have next; then SEQUENCE on slot 0 twice in one"
                            + " COMPOUND",
            accepts =
                    "NFS4ERR_SEQUENCE_POS from the second SEQUENCE, NFS4_OK on slot 1,"
                            + " NFS4ERR_SEQUENCE_POS",
            requirements = "18.46.3-R01",
            sections = "15.1.3.10",
            bugs = "B-145")
    void sequenceInALaterPlace(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 2);
        Reply reply = session.send(session.sequence(0, 1), Ops.putRootFh(), session.sequence(1, 1));
        assertThatReply(reply).endsAt(2, NfsStatus.SEQUENCE_POS);
        assertThatReply(session.send(session.sequence(1, 1), Ops.putRootFh()))
                .because("the SEQUENCE on slot 1 was refused")
                .isOk();
        assertThatReply(session.send(session.sequence(0, 2), session.sequence(0, 3)))
                .endsAt(1, NfsStatus.SEQUENCE_POS);
        assertThatReply(session.send(session.sequence(0, 3), Ops.putRootFh()))
                .because("the second SEQUENCE on slot 0 was refused")
                .isOk();
    }

    @Check(
            id = "SEQ-046",
            rule = "A COMPOUND whose SEQUENCE comes second is not executed",
            sends = "PUTROOTFH, SEQUENCE, GETFH; then the same sequence id in a right request",
            accepts = "NFS4ERR_OP_NOT_IN_SESSION from PUTROOTFH, then NFS4_OK",
            requirements = {"18.46.3-R02", "18.46.3-R03", "2.10-R01"},
            bugs = {"B-143", "B-145"})
    void sequenceThatComesSecond(CheckContext cx) {
        NfsSession session = cx.newSession();
        Reply reply = session.send(Ops.putRootFh(), session.sequence(0, 1), Ops.getFh());
        assertThatReply(reply).hasStatus(NfsStatus.OP_NOT_IN_SESSION).hasResultCount(1);
        assertThatReply(session.send(session.sequence(0, 1), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-047",
            rule = "SEQUENCE on a session that does not exist is refused",
            sends =
                    "SEQUENCE with a session id of zeros, of ones, and of a known session with one"
                            + " bit changed in each of its 16 bytes in turn",
            accepts = "NFS4ERR_BADSESSION",
            sections = {"15.1.11.1", "18.46.3"})
    void sequenceOnAnUnknownSession(CheckContext cx) {
        NfsSession session = cx.newSession();
        SessionId known = session.id();
        requireBadSession(session, new SessionId(0, 0));
        requireBadSession(session, new SessionId(-1, -1));
        for (int bit = 7; bit < Long.SIZE; bit += Byte.SIZE) {
            long mask = 1L << bit;
            requireBadSession(session, new SessionId(known.high() ^ mask, known.low()));
            requireBadSession(session, new SessionId(known.high(), known.low() ^ mask));
        }
        assertThatReply(session.send(session.sequence(0, 1), Ops.putRootFh())).isOk();
    }

    private static void requireBadSession(NfsSession session, SessionId id) {
        assertThatReply(session.send(new SequenceArgs(id, 1, 0, 0, false), Ops.putRootFh()))
                .because("session id " + id)
                .endsAt(0, NfsStatus.BADSESSION);
    }

    @Check(
            id = "SEQ-048",
            rule = "A destroyed session takes no request any more, a retry of a kept one included",
            sends =
                    "A cached request on a second session; DESTROY_SESSION; the request again, and"
                            + " the next sequence id; a request on the first session",
            accepts = "NFS4ERR_BADSESSION twice, then NFS4_OK",
            sections = {"15.1.11.1", "18.37.3"},
            needs = Need.FILES)
    void sequenceOnADestroyedSession(CheckContext cx) {
        NfsSession session = cx.newSession();
        SequenceArgs sequence = session.sequence(0, 1, true);
        ArgOp[] ops = {sequence, Ops.putFh(cx.directory()), Ops.makeDirectory("made", 0755)};
        assertThatReply(session.send(ops)).isOk();
        assertThatReply(session.send(Ops.destroySession(session.id()))).isOk();
        assertThatReply(session.send(ops)).endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh()))
                .endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(cx.session().compound(Ops.putRootFh())).isOk();
    }
}
