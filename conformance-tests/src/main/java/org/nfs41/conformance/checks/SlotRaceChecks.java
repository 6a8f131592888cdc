package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;

import java.util.ArrayList;
import java.util.List;

/** Requests that meet in one slot. */
final class SlotRaceChecks {
    private static final int ROUNDS = 50;

    @Check(
            id = "SEQ-060",
            rule = "A request and its retry that come at the same time are executed once",
            sends =
                    "OPEN that creates a file, guarded, in a cached COMPOUND, sent over two"
                            + " connections at once; 50 times, each with the next sequence id",
            accepts =
                    "NFS4_OK over at least one connection; over the other one the same reply,"
                            + " NFS4ERR_DELAY or NFS4ERR_SEQ_MISORDERED; a retry gets the reply",
            requirements = {"2.10.6-R01", "2.10.6.2-R05"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-012")
    void requestAndRetryAtTheSameTime(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        for (int round = 0; round < ROUNDS; round++) {
            Exchange original =
                    session.slot(0)
                            .start(
                                    one,
                                    true,
                                    Ops.putFh(cx.directory()),
                                    Ops.create("made-" + round, "owner"),
                                    Ops.getFh());
            Exchange copy = two.retry(original);
            Reply first = original.await();
            Reply second = copy.await();
            Reply done = Retries.isInProgress(first) ? second : first;
            assertThatReply(done).because("executed once, in round " + round).isOk();
            for (Reply reply : new Reply[] {first, second}) {
                if (!Retries.isInProgress(reply)) {
                    assertThatReply(reply).repeatsExactly(done);
                }
            }
            assertThatReply(Retries.untilDone(cx, two, original)).repeatsExactly(done);
        }
    }

    @Check(
            id = "SEQ-061",
            rule = "Of different requests with one sequence id that come at once, one is executed",
            sends =
                    "CREATE of two directories under one slot and sequence id over two connections"
                            + " at once; 50 times, each with the next sequence id",
            accepts =
                    "One directory; for the other request the reply to the first,"
                            + " NFS4ERR_SEQ_FALSE_RETRY, NFS4ERR_DELAY or NFS4ERR_SEQ_MISORDERED",
            requirements = "2.10.6-R01",
            sections = "2.10.6.1.3.1",
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-012")
    void differentRequestsWithOneSequenceId(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        for (int round = 0; round < ROUNDS; round++) {
            String left = "left-" + round;
            String right = "back-" + round;
            Exchange first =
                    one.send(session.request(session.sequence(0, round + 1, true), make(cx, left)));
            Exchange second =
                    two.send(
                            session.request(session.sequence(0, round + 1, true), make(cx, right)));
            for (Exchange exchange : new Exchange[] {first, second}) {
                assertThatReply(exchange.await())
                        .hasStatus(
                                NfsStatus.OK,
                                NfsStatus.SEQ_FALSE_RETRY,
                                NfsStatus.DELAY,
                                NfsStatus.SEQ_MISORDERED);
            }
            int made = (Retries.exists(cx, left) ? 1 : 0) + (Retries.exists(cx, right) ? 1 : 0);
            if (made != 1) {
                throw new CheckFailure(
                        "directories made under one sequence id, in round " + round,
                        "1",
                        String.valueOf(made));
            }
        }
    }

    private static ArgOp[] make(CheckContext cx, String name) {
        return new ArgOp[] {Ops.putFh(cx.directory()), Ops.makeDirectory(name, 0755)};
    }

    @Check(
            id = "SEQ-062",
            rule = "A kept reply is sent whole or not at all when the slot is used again meanwhile",
            sends =
                    "A retry over one connection and the slot's next request over another at once,"
                            + " both with several hundred bytes of results; 50 times",
            accepts =
                    "NFS4_OK for the next request; for the retry the kept reply byte for byte,"
                            + " NFS4ERR_SEQ_MISORDERED or NFS4ERR_DELAY",
            requirements = {"2.10.6.1-R05", "2.10.6.1-R07", "18.46.3-R08"},
            needs = {Need.CONNECTIONS, Need.RACE},
            bugs = "B-013")
    void retryWhileTheSlotIsUsedAgain(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        Exchange last = session.slot(0).start(one, true, attributes(0));
        assertThatReply(last.await()).isOk();
        for (int round = 1; round <= ROUNDS; round++) {
            Exchange retry = one.retry(last);
            Exchange next = session.slot(0).start(two, true, attributes(round));
            Reply retried = retry.await();
            Reply fresh = next.await();
            if (!Retries.isInProgress(retried)) {
                assertThatReply(retried).because("round " + round).repeatsExactly(last.await());
            }
            assertThatReply(fresh).because("the slot's next request, round " + round).isOk();
            last = next;
        }
    }

    /** Operations whose results differ in length and content from round to round. */
    private static ArgOp[] attributes(int round) {
        ArgOp[] ops = new ArgOp[4 + round % 5];
        for (int i = 0; i < ops.length; i++) {
            ops[i] =
                    (i + round) % 2 == 0
                            ? Ops.getAttr(Attribute.TYPE, Attribute.FILEID, Attribute.CHANGE)
                            : Ops.getAttr(Attribute.SUPPORTED_ATTRS, Attribute.FSID);
        }
        ops[0] = Ops.putRootFh();
        return ops;
    }

    @Check(
            id = "SEQ-063",
            rule = "A request that is still in progress is not executed by a retry",
            sends =
                    "CREATE of a directory and many GETATTRs on each of up to 8 slots, and at once"
                            + " the retry of each over the same connection, in a single write",
            accepts =
                    "NFS4_OK for one of each pair; for the other the same reply, NFS4ERR_DELAY or"
                            + " NFS4ERR_SEQ_MISORDERED; the next sequence id works",
            requirements = {"2.10.6-R01", "2.10.6.2-R05"},
            needs = {Need.FILES, Need.RACE},
            bugs = "B-012")
    void retriesRightBehindTheirOriginals(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        int slots = Math.min(session.slotCount(), 8);
        List<Compound> requests = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            Compound request =
                    session.request(session.sequence(slot, 1, true), make(cx, "made-" + slot));
            requests.add(request);
            requests.add(request);
        }
        List<Exchange> sent = connection.sendTogether(requests);
        for (int slot = 0; slot < slots; slot++) {
            Reply first = sent.get(2 * slot).await();
            Reply second = sent.get(2 * slot + 1).await();
            Reply done = Retries.isInProgress(first) ? second : first;
            assertThatReply(done).because("executed once, slot " + slot).isOk();
            Reply other = Retries.isInProgress(first) ? first : second;
            if (!Retries.isInProgress(other)) {
                assertThatReply(other).because("slot " + slot).repeatsExactly(done);
            }
            assertThatReply(session.send(session.sequence(slot, 2), Ops.putRootFh()))
                    .because("slot " + slot)
                    .isOk();
        }
    }
}
