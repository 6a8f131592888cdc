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
import org.nfs41.conformance.client.RpcCall;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests of a session as they come over TCP: together, in pieces, cut off, at once. */
final class FramingChecks {
    private static final int MOST_SLOTS = 64;

    @Check(
            id = "SEQ-049",
            rule = "A request in several fragments is executed as one in a single fragment",
            sends =
                    "CREATE of a directory in fragments of 60 and 40 bytes and the rest; then a"
                            + " retry in one fragment",
            accepts = "NFS4_OK, and the same for the retry",
            requirements = "18.46.3-R08",
            sections = "2.9.1",
            needs = Need.FILES)
    void requestInThreeFragments(CheckContext cx) {
        requireFragmentsAccepted(cx, 60, 40);
    }

    @Check(
            id = "SEQ-055",
            rule = "Fragments of a record may have any length (RFC 5531 section 11)",
            sends =
                    "CREATE of a directory in fragments of 1, 2, 3, 4, 5, 8, 0 and 13 bytes and the"
                            + " rest; then a retry in one fragment",
            accepts = "NFS4_OK, and the same for the retry",
            requirements = "18.46.3-R08",
            sections = "2.9.1",
            needs = Need.FILES)
    void requestInTinyFragments(CheckContext cx) {
        requireFragmentsAccepted(cx, 1, 2, 3, 4, 5, 8, 0, 13);
    }

    private static void requireFragmentsAccepted(CheckContext cx, int... sizes) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original = connection.sendFragmented(create(cx, session), sizes);
        assertThatReply(original.await()).isOk();
        assertThatReply(connection.retry(original).await()).repeatsExactly(original.await());
    }

    /** CREATE of a directory on slot 0, for the first request of a session. */
    private static Compound create(CheckContext cx, NfsSession session) {
        return session.request(
                session.sequence(0, 1, true),
                Ops.putFh(cx.directory()),
                Ops.makeDirectory("made", 0755));
    }

    @Check(
            id = "SEQ-050",
            rule = "A request that comes byte by byte is executed when it is complete",
            sends = "CREATE of a directory, each byte of the record in a write of its own",
            accepts = "NFS4_OK, once more the same for a retry in one piece",
            requirements = "18.46.3-R08",
            sections = "2.9.1",
            needs = Need.FILES)
    void requestByteByByte(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original = connection.sendInPieces(create(cx, session), 1);
        assertThatReply(original.await()).isOk();
        assertThatReply(connection.retry(original).await()).repeatsExactly(original.await());
    }

    @Check(
            id = "SEQ-051",
            rule = "Requests that come together are each executed, whatever the order of the slots",
            sends =
                    "One request for each of up to 64 slots, the highest first, all records in a"
                            + " single write",
            accepts = "NFS4_OK for each with its own slot; replies may come in any order",
            requirements = {"2.10.6-R01", "18.46.3-R05"},
            sections = "2.10.6.1")
    void requestsForAllSlotsInOneWrite(CheckContext cx) {
        NfsSession session = manySlots(cx);
        List<Compound> requests = new ArrayList<>();
        for (int slot = slots(session) - 1; slot >= 0; slot--) {
            requests.add(session.request(highest(session, slot), Ops.putRootFh(), Ops.getFh()));
        }
        for (Exchange exchange : session.client().connection().sendTogether(requests)) {
            assertThatReply(exchange.await()).isOk().hasResultCount(3);
        }
    }

    private static NfsSession manySlots(CheckContext cx) {
        return Retries.sessionWith(cx, Ops.channel(16 << 10, 16 << 10, 1 << 10, 8, MOST_SLOTS));
    }

    private static int slots(NfsSession session) {
        return Math.min(session.slotCount(), MOST_SLOTS);
    }

    /** The first SEQUENCE of a slot while all slots are in use. */
    private static SequenceArgs highest(NfsSession session, int slot) {
        return new SequenceArgs(session.id(), 1, slot, slots(session) - 1, true);
    }

    @Check(
            id = "SEQ-052",
            rule = "All slots can be in use at once, over several connections",
            sends =
                    "CREATE of a directory on each of up to 64 slots, in turns over three"
                            + " connections and without waiting; each retried over the next"
                            + " connection",
            accepts = "NFS4_OK for each, and the same reply for each retry",
            requirements = {"2.10.6-R01", "18.46.3-R08"},
            needs = {Need.FILES, Need.CONNECTIONS})
    void allSlotsAtOnceOverSeveralConnections(CheckContext cx) {
        NfsSession session = manySlots(cx);
        NfsConnection[] connections = {
            session.client().connection(),
            session.client().newConnection(),
            session.client().newConnection()
        };
        List<Exchange> sent = new ArrayList<>();
        for (int slot = 0; slot < slots(session); slot++) {
            Compound request =
                    session.request(
                            highest(session, slot),
                            Ops.putFh(cx.directory()),
                            Ops.makeDirectory("made-" + slot, 0755),
                            Ops.getFh());
            sent.add(connections[slot % connections.length].send(request));
        }
        for (int slot = 0; slot < sent.size(); slot++) {
            Exchange exchange = sent.get(slot);
            assertThatReply(exchange.await()).because("slot " + slot).isOk();
        }
        for (int slot = 0; slot < sent.size(); slot++) {
            NfsConnection next = connections[(slot + 1) % connections.length];
            assertThatReply(next.retry(sent.get(slot)).await())
                    .because("slot " + slot)
                    .repeatsExactly(sent.get(slot).await());
        }
    }

    @Check(
            id = "SEQ-053",
            rule = "A request that was cut off is not executed, and its slot is as it was",
            sends =
                    "CREATE of a directory whose record ends after 2, 30, half and all but one of"
                            + " its bytes with the connection, each on a session of its own; the"
                            + " whole request on a new connection",
            accepts = "No directory before the retry; NFS4_OK for the retry",
            requirements = {"2.10.6-R01", "2.10.6.1-R04"},
            needs = {Need.FILES, Need.CONNECTIONS})
    void recordThatIsCutOff(CheckContext cx) {
        for (int part = 0; part < 4; part++) {
            NfsSession session = cx.newSession();
            String name = "made-" + part;
            Compound request =
                    session.request(
                                    session.sequence(0, 1, true),
                                    Ops.putFh(cx.directory()),
                                    Ops.makeDirectory(name, 0755))
                            .withTag(Opaque.utf8("cut"));
            NfsConnection lost = session.client().newConnection();
            int all = recordBytes(cx, request);
            int[] lengths = {2, 30, all / 2, all - 1};
            Exchange original = lost.sendAndCut(request, lengths[part]);
            Retries.requireExists(cx, name, false, lengths[part] + " of its bytes were sent");
            assertThatReply(session.client().newConnection().retry(original).await())
                    .because("the first attempt was not complete")
                    .isOk();
            Retries.requireExists(cx, name, true, "the retry was complete");
        }
    }

    /** How many bytes the record of this COMPOUND has, its mark included. */
    private static int recordBytes(CheckContext cx, Compound request) {
        Opaque arguments = Opaque.of(request.toBytes());
        RpcCall call = RpcCall.nfs(RpcCall.PROC_COMPOUND, cx.user(), arguments);
        return Integer.BYTES + call.toBytes().length;
    }

    @Check(
            id = "SEQ-054",
            rule = "A good request behind a refused one in the same write is executed",
            sends =
                    "In a single write: SEQUENCE with a wrong sequence id, one on a slot that does"
                        + " not exist, one on an unknown session, and a good one with PUTROOTFH",
            accepts =
                    "NFS4ERR_SEQ_MISORDERED, NFS4ERR_BADSLOT, NFS4ERR_BADSESSION, NFS4_OK, each to"
                            + " its own xid",
            requirements = {"2.10.6.1-R05", "2.10.6.1-R08"},
            sections = {"15.1.11.1", "15.1.11.2"})
    void goodRequestBehindRefusedOnes(CheckContext cx) {
        NfsSession session = cx.newSession();
        int count = session.slotCount();
        NfsSession gone = cx.newSession();
        assertThatReply(session.send(Ops.destroySession(gone.id()))).isOk();
        List<Compound> requests =
                Arrays.asList(
                        session.request(session.sequence(0, 7), Ops.putRootFh()),
                        session.request(
                                new SequenceArgs(session.id(), 1, count, count - 1, false),
                                Ops.putRootFh()),
                        session.request(gone.sequence(0, 1), Ops.putRootFh()),
                        session.request(session.sequence(0, 1), Ops.putRootFh()));
        NfsStatus[] expected = {
            NfsStatus.SEQ_MISORDERED, NfsStatus.BADSLOT, NfsStatus.BADSESSION, NfsStatus.OK
        };
        List<Exchange> sent = session.client().connection().sendTogether(requests);
        for (int i = 0; i < expected.length; i++) {
            assertThatReply(sent.get(i).await()).hasStatus(expected[i]);
        }
    }
}
