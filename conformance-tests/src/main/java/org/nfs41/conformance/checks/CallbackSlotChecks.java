package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** The slots of the backchannel (RFC 8881 sections 2.10.6.1, 2.10.6.2 and 20.9.3). */
final class CallbackSlotChecks {
    private static final CallbackOperation RECALL = CallbackOperation.CB_RECALL;
    private static final String FILE = "file";
    private static final int REQUEST_BYTES = 4096;

    /** Shorter than servers wait for a reply, even those with a short lease. */
    private static final Duration WHILE_WAITING = Duration.ofMillis(500);

    private static final int CUTS = 3;

    @Check(
            id = "CB-101",
            rule = "The sequence ids of a slot of the backchannel go up from one, one by one",
            sends = "Three conflicts with delegations, one after the other",
            accepts = "CB_RECALL three times, each with the next sequence id of its slot",
            requirements = {"18.36.3-R26", "20.9.3-R01"},
            sections = {"20.9.3", "2.10.6.1"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-063")
    void sequenceIdsGoUpOneByOne(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        List<DelegationHolder> holders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = FILE + i;
            holders.add(DelegationHolder.reading(cx, session, name, cx.file(name)));
        }
        for (int i = 0; i < holders.size(); i++) {
            recallOnce(cx, holders.get(i), FILE + i);
        }
        Map<Integer, Integer> last = new HashMap<>();
        for (Callback call : session.client().callbacks().received(CbSequenceArgs.class)) {
            CbSequenceArgs sequence = call.sequence();
            Handshake.requireSame(
                    "csa_sequenceid on slot " + sequence.slotId(),
                    last.getOrDefault(sequence.slotId(), 0) + 1,
                    sequence.sequenceId());
            last.put(sequence.slotId(), sequence.sequenceId());
        }
    }

    private static Callback recallOnce(CheckContext cx, DelegationHolder holder, String name) {
        Rival rival = Rival.wantsToWrite(cx, name);
        Callback recall = holder.awaitRecall("OPEN for writing by another client");
        holder.giveBack();
        rival.requireThrough();
        return recall;
    }

    @Check(
            id = "CB-102",
            rule = "A call whose reply was lost comes again on the same slot, over what is bound",
            sends =
                    "A backchannel of one slot; three times CB_RECALL is answered by the end of the"
                            + " connection, and another connection is bound",
            accepts =
                    "The same CB_RECALL with the same slot and sequence id over the new connection,"
                            + " each time; once it is answered, the next sequence id for the next",
            requirements = {"2.10.13.2.4-R01", "2.10.6.2-R04", "18.46.3-R10"},
            sections = {"20.9.3", "2.10.6.2"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = {"B-064", "B-065"})
    void lostReplyIsAskedForAgain(CheckContext cx) {
        NfsSession session = withBackChannel(cx, limits(REQUEST_BYTES, 8, 1));
        NfsClient client = session.client();
        DelegationHolder holder = DelegationHolder.reading(cx, session, FILE, cx.file(FILE));
        for (int i = 0; i < CUTS; i++) {
            client.callbacks().next(RECALL, CallbackAnswer.cut());
        }
        NfsConnection connection = client.connection();
        Rival rival = Rival.wantsToWrite(cx, FILE);
        Callback first = holder.awaitRecall("OPEN for writing by another client");
        for (int i = 0; i < CUTS; i++) {
            connection.awaitClosed(DelegationHolder.PROMPTLY);
            connection = rebind(client, session);
            Callback again =
                    holder.awaitRecalls(i + 2, DelegationHolder.PROMPTLY, "a new connection")
                            .getLast();
            requireRetry(first, again);
        }
        holder.giveBack();
        rival.requireThrough();
        DelegationHolder next = DelegationHolder.reading(cx, session, "next", cx.file("next"));
        Callback later = recallOnce(cx, next, "next");
        Handshake.require(
                later.sequence().sequenceId() > first.sequence().sequenceId(),
                "csa_sequenceid of the next call",
                "more than " + first.sequence().sequenceId(),
                String.valueOf(later.sequence().sequenceId()));
    }

    private static void requireRetry(Callback first, Callback again) {
        Handshake.requireSame(
                "slot of the retry", first.sequence().slotId(), again.sequence().slotId());
        Handshake.requireSame(
                "csa_sequenceid of the retry",
                first.sequence().sequenceId(),
                again.sequence().sequenceId());
        Handshake.requireSame("arguments of the retry", first.call().body(), again.call().body());
    }

    private static NfsConnection rebind(NfsClient client, NfsSession session) {
        NfsConnection connection = client.connection();
        assertThatReply(connection.call(Ops.bind(session.id(), ChannelDirFromClient.BACK_OR_BOTH)))
                .because("the backchannel is to work again")
                .isOk();
        return connection;
    }

    @Check(
            id = "CB-103",
            rule = "A slot of the backchannel carries one call at a time",
            sends =
                    "A backchannel of four slots; eight delegations of one client, all of which"
                            + " another wants at once; no answer at first",
            accepts =
                    "At most four calls meanwhile, on different slots; csa_highest_slotid not below"
                            + " any of them; all eight recalls when they are answered",
            requirements = "2.10.6.2-R04",
            sections = {"2.10.6.1", "20.9.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.RACE},
            bugs = "B-066")
    void oneCallAtATimeOnASlot(CheckContext cx) {
        int slots = 4;
        int files = 2 * slots;
        NfsSession session = withBackChannel(cx, limits(REQUEST_BYTES, 8, slots));
        manyRecalls(cx, session, files, slots);
    }

    @Check(
            id = "CB-104",
            rule = "The limits of the backchannel are kept",
            sends =
                    "A backchannel of one slot, two operations and 1024 bytes for a request; four"
                            + " delegations of one client, all of which another wants at once; no"
                            + " answer at first",
            accepts = "One call at a time, each within the limits; all four recalls in the end",
            requirements = {"18.36.3-R17", "18.36.3-R19"},
            sections = "2.10.6.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-067")
    void limitsAreKept(CheckContext cx) {
        int bytes = 1024;
        NfsSession session = withBackChannel(cx, limits(bytes, 2, 1));
        ChannelAttributes granted = session.created().backChannelAttributes();
        Handshake.requireSame("ca_maxrequests of the backchannel", 1, granted.maxRequests());
        Handshake.requireSame("ca_maxoperations of the backchannel", 2, granted.maxOperations());
        manyRecalls(cx, session, 4, 1);
        for (Callback call : session.client().callbacks().received(CbRecallArgs.class)) {
            Handshake.require(
                    call.length() <= bytes,
                    "length of a call",
                    "at most " + bytes,
                    String.valueOf(call.length()));
        }
    }

    private static void manyRecalls(CheckContext cx, NfsSession session, int files, int slots) {
        NfsClient client = session.client();
        List<DelegationHolder> holders = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            holders.add(DelegationHolder.reading(cx, session, FILE + i, cx.file(FILE + i)).close());
        }
        CountDownLatch gate = new CountDownLatch(1);
        client.callbacks().always(RECALL, CallbackAnswer.normal().after(gate));
        List<Rival> rivals = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            rivals.add(Rival.wantsToWrite(cx, FILE + i));
        }
        client.callbacks().awaitCalls(call -> call.has(CbRecallArgs.class), 1, Rival.SOON);
        cx.pause(WHILE_WAITING, "more calls may come although none is answered");
        List<Integer> used =
                client.callbacks().received(CbRecallArgs.class).stream()
                        .map(call -> Objects.requireNonNull(call.compound()))
                        .distinct() // a server may be too quick to ask again
                        .map(compound -> ((CbSequenceArgs) compound.ops().getFirst()).slotId())
                        .toList();
        Handshake.require(
                used.size() <= slots && used.stream().distinct().count() == used.size(),
                "slots of calls that are not answered",
                "at most " + slots + ", all different",
                used.toString());
        gate.countDown();
        holders.forEach(
                holder -> holder.awaitRecalls(1, Rival.SOON, "answers to the calls before it"));
        holders.forEach(DelegationHolder::giveBack);
        rivals.forEach(Rival::requireThrough);
    }

    @Check(
            id = "CB-105",
            rule = "A client that wants fewer calls at a time gets no more",
            sends =
                    "Four slots; CB_RECALL is answered with csr_target_highest_slotid 0; then four"
                            + " delegations of the client, all of which another wants at once",
            accepts = "CB_RECALL on slot 0 only",
            sections = {"20.9.3", "2.10.6.1"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void targetOfTheClientIsFollowed(CheckContext cx) {
        NfsSession session = withBackChannel(cx, limits(REQUEST_BYTES, 8, 4));
        CallbackAnswer one = CallbackAnswer.normal().withTarget(0);
        session.client().callbacks().always(CallbackOperation.CB_SEQUENCE, one);
        DelegationHolder first = DelegationHolder.reading(cx, session, FILE, cx.file(FILE));
        Callback told = recallOnce(cx, first, FILE);
        List<DelegationHolder> holders = new ArrayList<>();
        List<Rival> rivals = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = FILE + i;
            holders.add(DelegationHolder.reading(cx, session, name, cx.file(name)));
        }
        for (int i = 0; i < 4; i++) {
            rivals.add(Rival.wantsToWrite(cx, FILE + i));
        }
        holders.forEach(holder -> holder.awaitRecall("OPEN for writing by another client"));
        holders.forEach(DelegationHolder::giveBack);
        rivals.forEach(Rival::requireThrough);
        for (Callback call : session.client().callbacks().received(CbRecallArgs.class)) {
            if (call.at().isAfter(told.at())) {
                Handshake.requireSame(
                        "slot of CB_RECALL after csr_target_highest_slotid 0",
                        0,
                        call.sequence().slotId());
            }
        }
    }

    @Check(
            id = "CB-106",
            rule = "After the backchannel was lost and bound again calls reach the client",
            sends =
                    "A delegation; its only connection is cut; another one is bound; OPEN for"
                            + " writing by another client",
            accepts = "CB_RECALL on the new connection",
            requirements = "2.10.13.2.4-R02",
            sections = "18.34.3",
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-061")
    void callsGoOnAfterRebinding(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsClient client = holder.session().client();
        client.connection().cut();
        rebind(client, holder.session());
        Callback recall = recallOnce(cx, holder, FILE);
        Handshake.requireSame(
                "connection of CB_RECALL", client.connection().number(), recall.connection());
    }

    @Check(
            id = "CB-107",
            rule = "One connection serves the backchannels of several sessions and clients",
            sends =
                    "Sessions of two client ids on one connection, SEQUENCEs on both in turn;"
                            + " DESTROY_SESSION of the first; a conflict with a delegation of the"
                            + " second",
            accepts = "CB_RECALL on that connection for the second session",
            sections = {"2.10.3.1", "2.10.5"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-059")
    void twoClientIdsOnOneConnection(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession first = client.connect();
        long firstClient = client.clientId();
        client.adopt(
                client.call(Ops.exchangeId(cx.newClient().owner(), 0))
                        .result(0, ExchangeIdResOk.class));
        Handshake.require(
                client.clientId() != firstClient,
                "client id of another owner",
                "another one",
                "the same");
        NfsSession second = client.connect();
        for (int i = 0; i < CUTS; i++) {
            Handshake.requireAlive(first);
            Handshake.requireAlive(second);
        }
        DelegationHolder holder = DelegationHolder.reading(cx, second, FILE, cx.file(FILE));
        assertThatReply(client.call(Ops.destroySession(first.id()))).isOk();
        assertThatReply(client.call(Ops.destroyClientId(firstClient))).isOk();
        Callback recall = recallOnce(cx, holder, FILE);
        Handshake.requireSame("session of CB_RECALL", second.id(), recall.sequence().sessionId());
        Handshake.requireSame(
                "connection of CB_RECALL", client.connection().number(), recall.connection());
    }

    @Check(
            id = "CB-108",
            rule = "Recalls go on in a new session when the old one was destroyed meanwhile",
            sends =
                    "CB_RECALL is not answered; CREATE_SESSION, DESTROY_SESSION of the session it"
                            + " came in; DELEGRETURN after the second CB_RECALL",
            accepts = "CB_RECALL in the new session; NFS4_OK for the other client's OPEN",
            sections = {"10.4.5", "18.37.3", "2.10.2.2"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-073")
    void recallGoesOnInANewSession(CheckContext cx) {
        NfsSession old = cx.newClient().connect();
        NfsClient client = old.client();
        client.callbacks().next(RECALL, CallbackAnswer.never());
        DelegationHolder holder = DelegationHolder.reading(cx, old, FILE, cx.file(FILE));
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        Reply destroyed = client.call(Ops.destroySession(old.id()));
        if (destroyed.status().equals(NfsStatus.BACK_CHAN_BUSY)) {
            throw cx.unsupported("a session with a call under way is not destroyed");
        }
        assertThatReply(destroyed).isOk();
        NfsSession session = client.createSession();
        Callback again =
                holder.awaitRecalls(2, Rival.SOON, "a new session with a backchannel").getLast();
        Handshake.requireSame("session of CB_RECALL", session.id(), again.sequence().sessionId());
        rival.requireHeldUp("the delegation is not returned");
        session.require(Ops.putFh(holder.file()), new DelegReturnArgs(holder.delegation()));
        rival.requireThrough();
    }

    @Check(
            id = "CB-109",
            rule = "A session that was destroyed is not used for calls, and another one is",
            sends =
                    "Two sessions of a client, each with a backchannel of its own connection; a"
                            + " delegation from the first; DESTROY_SESSION of it; OPEN for writing"
                            + " by another client",
            accepts = "CB_RECALL in the second session",
            sections = {"2.10.5", "10.2", "18.37.3"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-073")
    void otherSessionOfTheClientIsUsed(CheckContext cx) {
        NfsSession first = cx.newClient().connect();
        NfsClient client = first.client();
        DelegationHolder holder = DelegationHolder.reading(cx, first, FILE, cx.file(FILE));
        NfsConnection connection = client.newConnection();
        Reply created = connection.call(client.createSessionArgs());
        assertThatReply(created).isOk();
        NfsSession second = client.adopt(created.result(0, CreateSessionResOk.class));
        assertThatReply(client.call(Ops.destroySession(first.id()))).isOk();
        Rival rival = Rival.wantsToWrite(cx, FILE);
        Callback recall = holder.awaitRecall("OPEN for writing by another client");
        Handshake.requireSame("session of CB_RECALL", second.id(), recall.sequence().sessionId());
        assertThatReply(
                        second.slot(0)
                                .start(
                                        connection,
                                        false,
                                        Ops.putFh(holder.file()),
                                        new DelegReturnArgs(holder.delegation()))
                                .await())
                .isOk();
        rival.requireThrough();
    }

    @Check(
            id = "CB-110",
            rule = "A call names the highest slot of the backchannel that is in use",
            sends = "A backchannel of four slots; a single conflict with a delegation",
            accepts = "CB_RECALL with a csa_highest_slotid that is its own slot",
            requirements = "2.10.6.1-R09",
            sections = "20.9.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void highestSlotInUse(CheckContext cx) {
        NfsSession session = withBackChannel(cx, limits(REQUEST_BYTES, 8, 4));
        DelegationHolder holder = DelegationHolder.reading(cx, session, FILE, cx.file(FILE));
        CbSequenceArgs sequence = recallOnce(cx, holder, FILE).sequence();
        Handshake.requireSame(
                "csa_highest_slotid with one call under way",
                sequence.slotId(),
                sequence.highestSlotId());
    }

    /** Limits of a backchannel that caches nothing. */
    static ChannelAttributes limits(int requestBytes, int operations, int slots) {
        return Ops.channel(requestBytes, REQUEST_BYTES, 0, operations, slots);
    }

    /** A new client whose session has these limits for the backchannel. */
    static NfsSession withBackChannel(CheckContext cx, ChannelAttributes limits) {
        NfsSession session =
                cx.newClient()
                        .createSession(args ->
                                Handshake.withChannels(args, args.foreChannelAttributes(), limits));
        session.require(Ops.reclaimComplete());
        if (session.created().backChannelAttributes().maxRequests() > limits.maxRequests()) {
            throw new CheckFailure(
                    "ca_maxrequests of the backchannel",
                    String.valueOf(limits.maxRequests()),
                    String.valueOf(session.created().backChannelAttributes().maxRequests()));
        }
        return session;
    }
}
