package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The client's end of the backchannel: answers what the server calls, rightly or as a check wants
 * it, keeps it, and notes every breach of a {@link CallbackRule}. It knows what is right from the
 * requests and replies of the client's connections. Safe for use by several threads.
 */
public final class Callbacks {
    /** The program number that sessions of this client name for callbacks. */
    public static final int PROGRAM = 0x40000041;

    /**
     * The version in the XDR of RFC 5662, which servers use, and the one that RFC 8881 section
     * 18.36.3 names.
     */
    private static final Set<Integer> CALLBACK_VERSIONS = Set.of(1, 4);

    private static final int RPC_VERSION = 2;

    /** The bit of bctsr_dir that stands for the backchannel. */
    private static final int BACK = 2;

    /** A call that crosses the end of its session is nobody's fault. */
    private static final Duration CROSSING = Duration.ofSeconds(1);

    private final Transcript transcript;
    private final List<Callback> received = new ArrayList<>();
    private final List<CallbackViolation> violations = new ArrayList<>();
    private final Map<SessionId, BackChannel> channels = new HashMap<>();
    private final Map<SessionId, Instant> destroyed = new HashMap<>();
    private final Set<Integer> programs = new HashSet<>(Set.of(PROGRAM));
    private final SentRequests requests = new SentRequests();
    private final CallbackScript script = new CallbackScript();
    private int sessionsUnderWay;

    Callbacks(Transcript transcript) {
        this.transcript = transcript;
    }

    /** From now on callbacks on this session are right. */
    public synchronized void expect(CreateSessionResOk session) {
        // a replayed CREATE_SESSION names a session whose slots have been used already
        channels.computeIfAbsent(
                session.sessionId(),
                id -> new BackChannel(id, session.backChannelAttributes(), this::violated));
        notifyAll();
    }

    /** From now on calls of this program, too, are right. */
    public synchronized void expectProgram(int program) {
        programs.add(program);
    }

    /** Answers an operation in its own way; by default every one but CB_SEQUENCE gets NFS4_OK. */
    public synchronized void handle(
            CallbackOperation operation, Function<CbArgOp, CbResOp> handler) {
        script.handle(operation, handler);
    }

    /** The next calls with this operation are answered like this, one after the other. */
    public synchronized void next(CallbackOperation operation, CallbackAnswer... answers) {
        script.next(operation, answers);
    }

    /** All calls with this operation are answered like this, when {@link #next} has no more. */
    public synchronized void always(CallbackOperation operation, CallbackAnswer answer) {
        script.always(operation, answer);
    }

    /** Every call so far, CB_NULL included. */
    public synchronized List<Callback> received() {
        return List.copyOf(received);
    }

    /** The calls so far that have an operation of this type, retries included. */
    public List<Callback> received(Class<? extends CbArgOp> type) {
        return received().stream().filter(call -> call.has(type)).toList();
    }

    /** The breaches of rules so far. */
    public synchronized List<CallbackViolation> violations() {
        return List.copyOf(violations);
    }

    /** Waits for a call that fits, those included that came already; empty when none comes. */
    public Optional<Callback> await(Predicate<Callback> fits, Duration atMost) {
        return awaitCalls(fits, 1, atMost).stream().findFirst();
    }

    /** Waits for so many calls that fit, those included that came already; fewer when time ends. */
    public synchronized List<Callback> awaitCalls(
            Predicate<Callback> fits, int count, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<Callback> found = received.stream().filter(fits).toList();
            long left = end - System.nanoTime();
            if (found.size() >= count || left <= 0) {
                return found;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
    }

    /** A request goes out on a connection. */
    synchronized void sent(int connection, Compound compound) {
        requests.sent(compound);
        for (Op op : compound.ops()) {
            switch (op.typed()) {
                case CreateSessionArgs create -> sessionsUnderWay++;
                case BindConnToSessionArgs bind -> {
                    // the server may call before the reply has been seen
                    if ((bind.dir().value() & BACK) != 0) {
                        bind(bind.sessionId(), connection);
                    }
                }
                case null, default -> {}
            }
        }
    }

    /** A reply has come. */
    synchronized void replied(Reply reply) {
        Compound compound = reply.exchange().compound();
        if (compound == null) {
            if (reply.hasCompound()) {
                reply.results().stream()
                        .filter(CreateSessionResOk.class::isInstance)
                        .map(CreateSessionResOk.class::cast)
                        .forEach(created -> created(reply.exchange().connection(), created));
            }
            return;
        }
        requests.replied(reply);
        for (int i = 0; i < compound.ops().size(); i++) {
            ArgOp asked = compound.ops().get(i).typed();
            List<ResOp> results = reply.hasCompound() ? reply.results() : List.of();
            ResOp result = i < results.size() ? results.get(i) : null;
            learn(reply.exchange().connection(), compound, asked, result);
        }
    }

    private void learn(
            int connection, Compound compound, @Nullable ArgOp asked, @Nullable ResOp result) {
        if (asked instanceof CreateSessionArgs) {
            sessionsUnderWay--;
            notifyAll();
        }
        switch (result) {
            case CreateSessionResOk created -> {
                BackChannel channel = created(connection, created);
                if (asked instanceof CreateSessionArgs args) {
                    channel.offer(new CallbackOffer(args.cbProgram(), args.secParms()));
                }
            }
            case BindConnToSessionResOk bound when (bound.dir().value() & BACK) != 0 ->
                    bind(bound.sessionId(), connection);
            case ResOp ok when ok.status().equals(NfsStatus.OK) -> {
                SequenceArgs sequence = SentRequests.sequence(compound);
                if (asked instanceof BackchannelCtlArgs args && sequence != null) {
                    BackChannel channel = channels.get(sequence.sessionId());
                    if (channel != null) {
                        channel.offer(new CallbackOffer(args.cbProgram(), args.secParms()));
                    }
                } else if (asked instanceof DestroySessionArgs args) {
                    destroyed.put(args.sessionId(), Instant.now());
                }
            }
            case null, default -> {}
        }
    }

    /** A connection became one of a session's backchannel. */
    synchronized void bind(SessionId session, int connection) {
        BackChannel channel = channels.get(session);
        if (channel != null) {
            channel.bind(connection);
        }
    }

    /** A session was created over a connection. */
    synchronized BackChannel created(int connection, CreateSessionResOk created) {
        expect(created);
        BackChannel channel = Objects.requireNonNull(channels.get(created.sessionId()));
        if ((created.flags() & CreateSessionFlags.CONN_BACK_CHAN) != 0) {
            channel.bind(connection);
        }
        return channel;
    }

    /** Takes a call of the server and answers it, now or later. */
    void receive(NfsConnection connection, byte[] record) {
        if (isSessionUnderWay(record)) {
            Thread.ofVirtual()
                    .start(() -> {
                        awaitSessions();
                        answer(connection, record);
                    });
        } else {
            answer(connection, record);
        }
    }

    /** The server may call before the reply has been seen that tells of the session. */
    private synchronized boolean isSessionUnderWay(byte[] record) {
        if (sessionsUnderWay == 0) {
            return false;
        }
        try {
            RpcCall call = RpcCall.decode(new XdrReader(record));
            CbCompoundArgs compound = CbCompoundArgs.decode(new XdrReader(call.body()));
            return !compound.ops().isEmpty()
                    && compound.ops().getFirst() instanceof CbSequenceArgs sequence
                    && !channels.containsKey(sequence.sessionId());
        } catch (XdrException e) {
            return false;
        }
    }

    private synchronized void awaitSessions() {
        long end = System.nanoTime() + CROSSING.toNanos();
        try {
            while (sessionsUnderWay > 0 && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(NfsConnection connection, byte[] record) {
        CallbackReply reply = judge(connection.number(), record);
        if (reply == null) {
            return;
        }
        if (reply.how().gate() == null) {
            goesOut(reply);
            reply.send(connection);
        } else {
            Thread.ofVirtual()
                    .start(() -> {
                        if (reply.awaitGate()) {
                            goesOut(reply);
                            reply.send(connection);
                        }
                    });
        }
    }

    /** A reply is about to be sent. */
    synchronized void goesOut(CallbackReply reply) {
        CbSequenceArgs sequence = reply.sequence();
        BackChannel channel = sequence == null ? null : channels.get(sequence.sessionId());
        if (sequence != null && channel != null && reply.how().copies() > 0) {
            channel.answered(sequence);
        }
    }

    /** Decides about one call; null when it cannot even be refused. */
    synchronized @Nullable CallbackReply judge(int connection, byte[] record) {
        RpcCall call;
        try {
            call = RpcCall.decode(new XdrReader(record));
        } catch (XdrException e) {
            violated(CallbackRule.FORM, "a call from the server is no RPC call: " + e.getMessage());
            return null;
        }
        if (call.rpcVersion() != RPC_VERSION) {
            violated(CallbackRule.FORM, "callback in RPC version " + call.rpcVersion());
        }
        if (!CALLBACK_VERSIONS.contains(call.version()) || !isProgram(call.program())) {
            violated(
                    CallbackRule.PROGRAM,
                    "callback to program "
                            + call.program()
                            + " version "
                            + call.version()
                            + ", not the csa_cb_program of a session");
            return CallbackReply.failed(call, RpcReply.Outcome.PROG_UNAVAIL);
        }
        if (call.procedure() != RpcCall.PROC_COMPOUND) {
            keep(new Callback(connection, call, record.length, null, null, Instant.now()));
            return CallbackReply.empty(call);
        }
        CbCompoundArgs compound;
        try {
            compound = CbCompoundArgs.decode(new XdrReader(call.body()));
        } catch (XdrException e) {
            violated(CallbackRule.FORM, "CB_COMPOUND is no valid XDR: " + e.getMessage());
            return CallbackReply.failed(call, RpcReply.Outcome.GARBAGE_ARGS);
        }
        CallbackAnswer scripted = script.take(compound);
        CallbackAnswer how = scripted == null ? CallbackAnswer.normal() : scripted;
        CbCompoundRes answer = execute(connection, record.length, call, compound, how);
        CbCompoundRes shown = how.body() == null && how.copies() > 0 ? answer : null;
        keep(new Callback(connection, call, record.length, compound, shown, Instant.now()));
        return CallbackReply.of(call, compound, answer, how);
    }

    private void keep(Callback call) {
        received.add(call);
        CbCompoundArgs compound = call.compound();
        String what = compound == null ? "CB_NULL" : Describe.of(compound);
        transcript.note(call.connection() + " <= " + what + "\n  => " + call.answer());
        notifyAll();
    }

    private CbCompoundRes execute(
            int connection, int length, RpcCall call, CbCompoundArgs compound, CallbackAnswer how) {
        if (compound.minorVersion() != Compound.MINOR_VERSION_1) {
            violated(
                    CallbackRule.COMPOUND,
                    "CB_COMPOUND of minor version " + compound.minorVersion());
            return new CbCompoundRes(NfsStatus.MINOR_VERS_MISMATCH, compound.tag(), List.of());
        }
        if (compound.ops().isEmpty()
                || !(compound.ops().getFirst() instanceof CbSequenceArgs sequence)) {
            violated(CallbackRule.COMPOUND, "CB_COMPOUND that does not begin with CB_SEQUENCE");
            return BackChannel.refused(compound, NfsStatus.OP_NOT_IN_SESSION);
        }
        BackChannel channel = channels.get(sequence.sessionId());
        Instant end = destroyed.get(sequence.sessionId());
        if (channel == null || end != null) {
            if (end == null || end.plus(CROSSING).isBefore(Instant.now())) {
                String which = end == null ? ", no session of ours" : ", which is destroyed";
                violated(CallbackRule.SESSION, "CB_SEQUENCE for " + sequence.sessionId() + which);
            }
            return BackChannel.refused(compound, NfsStatus.BADSESSION);
        }
        requireOffered(channel, call);
        if (!channel.isBound(connection)) {
            violated(
                    CallbackRule.CONNECTION,
                    "a call on connection " + connection + ", which is none of the backchannel");
        }
        requireKnown(sequence.referringCallLists());
        compound.ops().forEach(this::requireHeld);
        if (compound.ops().stream().filter(CbSequenceArgs.class::isInstance).count() > 1) {
            violated(CallbackRule.COMPOUND, "CB_COMPOUND with more than one CB_SEQUENCE");
        }
        BackChannel.Arrived arrived =
                new BackChannel.Arrived(connection, length, call.body(), compound, sequence);
        return channel.execute(arrived, how, script::operation);
    }

    private boolean isProgram(int program) {
        return programs.contains(program)
                || channels.values().stream()
                        .flatMap(channel -> channel.offers().stream())
                        .anyMatch(offer -> offer.program() == program);
    }

    private void requireOffered(BackChannel channel, RpcCall call) {
        List<CallbackOffer> offers = channel.offers();
        if (offers.isEmpty()) {
            return;
        }
        if (offers.stream().noneMatch(offer -> offer.program() == call.program())) {
            violated(
                    CallbackRule.PROGRAM,
                    "callback to program " + call.program() + ", that of another session");
        }
        String problem = CallbackOffer.problem(offers, call.credential());
        if (problem != null) {
            violated(CallbackRule.CREDENTIAL, problem);
        }
    }

    private void requireKnown(List<ReferringCallList> lists) {
        for (ReferringCallList list : lists) {
            for (ReferringCall call : list.referringCalls()) {
                if (!requests.isSent(list.sessionId(), call)) {
                    violated(
                            CallbackRule.REFERRING,
                            "refers to "
                                    + Describe.of(call)
                                    + " of "
                                    + list.sessionId()
                                    + ", which was never sent");
                }
            }
        }
    }

    private void requireHeld(CbArgOp op) {
        switch (op) {
            case CbRecallArgs recall when !requests.mayHold(recall.stateId()) ->
                    violated(
                            CallbackRule.HELD,
                            "CB_RECALL of " + recall.stateId() + ", which was never given");
            case CbPushDelegArgs push -> requests.pushed(push.delegation());
            case CbNotifyArgs notify when !requests.mayHold(notify.stateId()) ->
                    violated(
                            CallbackRule.HELD,
                            "CB_NOTIFY for " + notify.stateId() + ", which was never given");
            default -> {}
        }
    }

    private void violated(CallbackRule rule, String what) {
        violations.add(new CallbackViolation(rule, what));
        transcript.note("violation: " + what);
    }
}
