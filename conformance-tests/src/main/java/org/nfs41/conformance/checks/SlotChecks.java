package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.SequenceArgs;

/** What SEQUENCE does with the sequence id of a slot, and what a retry gets. */
final class SlotChecks {
    @Check(
            id = "SEQ-001",
            rule = "A slot that was never used takes sequence id 1 and no other",
            sends = "SEQUENCE on a fresh session's slot 0 with sequence ids 0, 2, 0xFFFFFFFF and 1",
            accepts = "NFS4ERR_SEQ_MISORDERED three times, then NFS4_OK",
            requirements = {"18.36.3-R26", "2.10.6.1-R05"},
            bugs = "B-014")
    void firstUseOfASlotWithAnotherSequenceIdThanOne(CheckContext cx) {
        NfsSession session = cx.newSession();
        for (int wrong : new int[] {0, 2, 0xFFFFFFFF}) {
            assertThatReply(session.send(session.sequence(0, wrong)))
                    .because("the slot has not been used yet")
                    .endsAt(0, NfsStatus.SEQ_MISORDERED);
        }
        assertThatReply(session.send(session.sequence(0, 1)))
                .because("a misordered request leaves the slot as it was")
                .isOk();
    }

    @Check(
            id = "SEQ-002",
            rule =
                    "A retry over another connection gets the stored reply and is not executed"
                            + " again",
            sends =
                    "REMOVE in a cached COMPOUND; the connection is closed without reading the"
                            + " reply; the same bytes with a new xid on a new connection",
            accepts = "NFS4_OK for the REMOVE, once more the same when retried again",
            requirements = {"18.46.3-R08", "2.10.6.1-R08"},
            needs = {Need.CONNECTIONS, Need.FILES},
            bugs = {"B-001", "B-003"})
    void retryOverANewConnectionAfterTheFirstWasLost(CheckContext cx) {
        NfsSession session = cx.newSession();
        cx.file("victim");
        Compound request =
                session.request(
                        session.sequence(0, 1, true),
                        Ops.putFh(cx.directory()),
                        Ops.remove("victim"));
        NfsConnection lost = cx.client().newConnection();
        Exchange original = lost.sendAndCut(request, Integer.MAX_VALUE);

        NfsConnection other = cx.client().newConnection();
        Reply retried = Retries.untilDone(cx, other, original);
        assertThatReply(retried)
                .because("the file was there when the request was first sent")
                .isOk();
        assertThatReply(other.retry(original).await()).repeats(retried);
    }

    @Check(
            id = "SEQ-018",
            rule = "A sequence id that is neither the last nor the next one is refused",
            sends =
                    "Sequence ids 1, 2 and 3 on slot 0; then 5, 2, 0, 3 + 2^31 and 0xFFFFFFFF; then"
                            + " 4",
            accepts = "NFS4ERR_SEQ_MISORDERED for those between, NFS4_OK for the others",
            requirements = {
                "18.46.3-R12",
                "2.10.6.1-R05",
                "2.10.6.1-R07",
                "2.10.6.1.2-R01",
                "2.10.6.1-R04"
            },
            bugs = "B-008")
    void sequenceIdsAheadAndBehind(CheckContext cx) {
        NfsSession session = cx.newSession();
        for (int next = 1; next <= 3; next++) {
            assertThatReply(session.send(session.sequence(0, next), Ops.putRootFh())).isOk();
        }
        for (int wrong : new int[] {5, 2, 0, 3 + Integer.MIN_VALUE, -1}) {
            assertThatReply(session.send(session.sequence(0, wrong), Ops.putRootFh()))
                    .because("the slot has come to sequence id 3")
                    .endsAt(0, NfsStatus.SEQ_MISORDERED);
        }
        assertThatReply(session.send(session.sequence(0, 4), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-019",
            rule = "Each slot counts for itself and keeps a reply of its own",
            sends =
                    "Slots 0 to 3 used in turns so that they come to sequence ids 1 to 4, a"
                            + " different cached request on each; then the last request of each"
                            + " again, and the next one",
            accepts = "The kept reply of each slot, then NFS4_OK",
            requirements = {"2.10.6.1-R04", "18.46.3-R08", "18.46.3-R05", "18.46.3-R06"},
            needs = Need.FILES)
    void slotsAreIndependentOfEachOther(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 4);
        NfsConnection connection = session.client().connection();
        Exchange[] last = new Exchange[4];
        Reply[] first = new Reply[4];
        for (int round = 0; round < 4; round++) {
            for (int slot = round; slot < 4; slot++) {
                String name = "made-" + slot + "-" + round;
                last[slot] =
                        session.slot(slot)
                                .start(
                                        connection,
                                        true,
                                        Ops.putFh(cx.directory()),
                                        Ops.makeDirectory(name, 0755),
                                        Ops.getFh());
                first[slot] = last[slot].await();
                assertThatReply(first[slot]).isOk();
            }
        }
        for (int slot = 0; slot < 4; slot++) {
            assertThatReply(connection.retry(last[slot]).await())
                    .because("slot " + slot)
                    .repeatsExactly(first[slot]);
            assertThatReply(session.slot(slot).compound(Ops.putRootFh())).isOk();
        }
    }

    @Check(
            id = "SEQ-020",
            rule = "Two sessions of one client have slots and kept replies of their own",
            sends =
                    "CREATE of a directory in a cached COMPOUND on slot 0 of one session; another"
                        + " request with the same slot and sequence id on a second session; both"
                        + " again",
            accepts = "NFS4_OK, the second request is executed; each retry gets its own reply",
            requirements = {"18.36.3-R26", "18.46.3-R04", "18.46.3-R08"},
            needs = Need.FILES)
    void sameSlotAndSequenceIdOnTwoSessions(CheckContext cx) {
        NfsConnection connection = cx.client().connection();
        Exchange[] original = new Exchange[2];
        Reply[] first = new Reply[2];
        for (int i = 0; i < 2; i++) {
            original[i] =
                    cx.newSession()
                            .slot(0)
                            .start(
                                    connection,
                                    true,
                                    Ops.putFh(cx.directory()),
                                    Ops.makeDirectory("made-" + i, 0755));
            first[i] = original[i].await();
            assertThatReply(first[i]).isOk();
            Retries.requireExists(cx, "made-" + i, true, "CREATE was executed");
        }
        for (int i = 0; i < 2; i++) {
            assertThatReply(connection.retry(original[i]).await()).repeatsExactly(first[i]);
        }
    }

    @Check(
            id = "SEQ-106",
            rule = "A retry that tells of another highest slot in use is a retry all the same",
            sends =
                    "REMOVE in a cached COMPOUND on slot 0 with an sa_highest_slotid of 1; the same"
                            + " with an sa_highest_slotid of 0, as of a client whose other slots"
                            + " have come free meanwhile; the first one again",
            accepts = "The kept reply each time",
            requirements = "18.46.3-R08",
            level = Level.SHOULD,
            needs = Need.FILES)
    void retryWithAnotherHighestSlot(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 2);
        cx.file("victim");
        Reply first = removeTelling(session, cx, 1);
        assertThatReply(first).isOk();
        for (int highest = 0; highest <= 1; highest++) {
            assertThatReply(removeTelling(session, cx, highest))
                    .because("sa_highest_slotid tells of the client, not of the request")
                    .repeatsExactly(first);
        }
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    private static Reply removeTelling(NfsSession session, CheckContext cx, int highestSlot) {
        return session.send(
                new SequenceArgs(session.id(), 1, 0, highestSlot, true),
                Ops.putFh(cx.directory()),
                Ops.remove("victim"));
    }
}
