package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;

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
        Reply retried = retryUntilDone(cx, other, original);
        assertThatReply(retried)
                .because("the file was there when the request was first sent")
                .isOk();
        assertThatReply(other.retry(original).await()).repeats(retried);
    }

    /** A server may say DELAY while the original is still being executed (2.10.6.2). */
    private static Reply retryUntilDone(
            CheckContext cx, NfsConnection connection, Exchange original) {
        Reply reply = connection.retry(original).await();
        for (int i = 0; i < 20 && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(java.time.Duration.ofMillis(100), "the original is in progress");
            reply = connection.retry(original).await();
        }
        return reply;
    }
}
