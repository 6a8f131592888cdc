package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.Session;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One client, as somebody to be called: what waits for it, and the backchannels that there are. */
final class Callee {
    /**
     * Calls that wait for one client: more than delegations that a busy client is asked for at
     * once. One that does not come to them in a lease loses what they are about in any case.
     */
    static final int MOST_WAITING = 16_384;

    private final ClientRecord client;
    private final Backchannels all;

    /** In the order of their numbers. */
    private final ArrayDeque<QueuedCall> waiting = new ArrayDeque<>();

    /** Those for one session alone, which are sent or given up with the next look at them. */
    private final List<QueuedCall> bound = new ArrayList<>();

    /** Those that the client has asked more time for. */
    private final List<QueuedCall> paused = new ArrayList<>();

    private final Map<Session, BackChannel> channels = new LinkedHashMap<>();

    Callee(ClientRecord client, Backchannels all) {
        this.client = client;
        this.all = all;
    }

    /** Adds a call; one too many is out of reach. */
    void add(QueuedCall call) {
        if (waiting.size() + paused.size() >= MOST_WAITING) {
            all.tell(call, CallOutcome.UNREACHABLE);
        } else if (call.session != null) {
            bound.add(call);
        } else {
            waiting.addLast(call);
        }
    }

    /** Whether there is nothing to be done for this client, now or later. */
    boolean isIdle() {
        return waiting.isEmpty()
                && paused.isEmpty()
                && channels.values().stream().allMatch(channel -> channel.exchanges().isEmpty());
    }

    long clientId() {
        return client.clientId();
    }

    boolean hasEnded() {
        return client.ended();
    }

    /** Gives everything up: the client has ended. */
    void end() {
        for (BackChannel channel : channels.values()) {
            channel.exchanges().forEach(this::remove);
        }
        channels.clear();
        paused.forEach(call -> all.tell(call, CallOutcome.UNREACHABLE));
        paused.clear();
        waiting.forEach(call -> all.tell(call, CallOutcome.UNREACHABLE));
        waiting.clear();
    }

    private void remove(Exchange exchange) {
        exchange.channel.free(exchange);
        all.forget(exchange);
        all.tell(exchange.queued, CallOutcome.UNREACHABLE);
    }

    /** Tells of calls whose time is over, and gives up waiting for connections that are silent. */
    void expire(long now) {
        paused.removeIf(call -> unwanted(call) || expired(call, now));
        waiting.removeIf(call -> unwanted(call) || expired(call, now));
        for (BackChannel channel : channels.values()) {
            for (Exchange exchange : channel.exchanges()) {
                boolean silent = now - exchange.sentAt >= all.terms().silenceNanos();
                if (exchange.phase == Exchange.Phase.SENT && silent) {
                    exchange.unsure = true;
                    exchange.phase = Exchange.Phase.WAITS;
                    channel.session.callsUnanswered(exchange.sentOn);
                }
                if (expired(exchange.queued, now) && exchange.canBeDropped()) {
                    channel.free(exchange);
                }
            }
        }
    }

    private boolean unwanted(QueuedCall call) {
        if (call.isWanted()) {
            return false;
        }
        all.tell(call, CallOutcome.UNREACHABLE);
        return true;
    }

    private boolean expired(QueuedCall call, long now) {
        if (!call.isOverdue(now)) {
            return false;
        }
        all.tell(call, call.outcomeAtEnd());
        return true;
    }

    /** Sends what can be sent now. */
    void send(long now) {
        dropChannels();
        for (BackChannel channel : channels.values()) {
            for (Exchange exchange : channel.exchanges()) {
                if (exchange.isDue(now)) {
                    sendAgain(exchange, now);
                }
            }
        }
        List<QueuedCall> due = new ArrayList<>();
        for (Iterator<QueuedCall> i = paused.iterator(); i.hasNext(); ) {
            QueuedCall call = i.next();
            if (call.backoff.isOver(now)) {
                i.remove();
                due.add(call);
            }
        }
        requeue(due);
        // each finds a slot or is given up
        bound.forEach(call -> start(call, now));
        bound.clear();
        for (QueuedCall next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!start(next, now)) {
                break;
            }
            waiting.poll();
        }
    }

    /** What was on the slots of a session that has ended is sent anew. */
    private void dropChannels() {
        List<QueuedCall> homeless = new ArrayList<>();
        for (Iterator<BackChannel> i = channels.values().iterator(); i.hasNext(); ) {
            BackChannel channel = i.next();
            if (channel.session.gone() || channel.session.hasBackChannelFault()) {
                for (Exchange exchange : channel.exchanges()) {
                    all.forget(exchange);
                    homeless.add(exchange.queued);
                }
                i.remove();
            }
        }
        requeue(homeless);
    }

    /** Puts calls that were started before in front of those that were not. */
    private void requeue(List<QueuedCall> calls) {
        calls.stream()
                .filter(call -> !call.isTold())
                .sorted(Comparator.<QueuedCall>comparingLong(call -> call.order).reversed())
                .forEach(call -> {
                    if (call.session == null) {
                        waiting.addFirst(call);
                    } else {
                        bound.add(call);
                    }
                });
    }

    private void sendAgain(Exchange exchange, long now) {
        if (exchange.isAsBefore()) {
            exchange.queued.notExecuted();
            if (unwanted(exchange.queued)) {
                release(exchange);
                return;
            }
        }
        long[] connections = exchange.channel.session.backConnections();
        if (connections.length == 0) {
            return;
        }
        if (!exchange.unsure) {
            // Errors of CB_SEQUENCE are not cached, so that it need not be the same again.
            exchange.compound(compound(exchange.channel, exchange.slotId, exchange.queued.call));
        }
        emit(exchange, connections[0], now);
    }

    private void emit(Exchange exchange, long connectionId, long now) {
        BackChannel channel = exchange.channel;
        exchange.queued.sent();
        all.send(
                exchange.sent(
                        connectionId,
                        all.newAttempt(this, exchange, connectionId),
                        channel.session.callbacks().program(),
                        channel.security(),
                        now));
    }

    private CbCompoundArgs compound(BackChannel channel, int slotId, ClientCall call) {
        List<ReferringCallList> referring = all.referring(call.cause(), client.clientId());
        return channel.compound(call, slotId, referring);
    }

    /**
     * Sends a call for the first time, or tells why it cannot be or is not; false if it has to wait
     * for a connection or a slot.
     */
    private boolean start(QueuedCall queued, long now) {
        if (unwanted(queued)) {
            return true;
        }
        boolean tooBig = false;
        boolean mustWait = false;
        for (Session session : client.sessions()) {
            if (!BackChannel.canBeOpened(session) || !queued.isFor(session.id())) {
                continue;
            }
            long[] connections = session.backConnections();
            BackChannel channel = channels.computeIfAbsent(session, BackChannel::new);
            int slotId = channel.freeSlot();
            if (connections.length == 0 || slotId < 0) {
                mustWait = true;
                continue;
            }
            CbCompoundArgs compound = compound(channel, slotId, queued.call);
            CallbackSecParms security = channel.security();
            if (!CallSizes.fits(compound, security, session.backChannel())) {
                tooBig = true;
                continue;
            }
            Exchange exchange = new Exchange(queued, channel, slotId, compound);
            channel.occupy(exchange);
            emit(exchange, connections[0], now);
            return true;
        }
        if (mustWait || !tooBig) {
            if (queued.session == null) {
                return false;
            }
            all.tell(queued, CallOutcome.UNREACHABLE);
        } else {
            all.tell(queued, refused(queued, NfsStatus.REQ_TOO_BIG));
        }
        return true;
    }

    /** Acts on what has come of one try of one of this client's calls. */
    void replied(Exchange exchange, long attempt, long connectionId, CallReply reply, long now) {
        Session session = exchange.channel.session;
        if (reply == CallReply.Failure.DENIED
                && !exchange.unsure
                && exchange.channel.denied(exchange.sentBy)) {
            exchange.phase = Exchange.Phase.WAITS;
            return;
        }
        Verdict verdict =
                ReplyRules.judge(
                        exchange.sequence(),
                        exchange.queued.call.operation().op(),
                        reply,
                        exchange.unsure);
        if (reply instanceof CallReply.Results) {
            session.callsAnswered(connectionId);
        }
        switch (verdict) {
            case Verdict.Answered(CbSequenceResOk sequence, CbResOp result) -> {
                complete(exchange, sequence);
                answered(exchange.queued, result, now);
            }
            case Verdict.Executed executed -> {
                complete(exchange, executed.sequence());
                executed(exchange.queued);
            }
            case Verdict.Refused(NfsStatus status) -> {
                release(exchange);
                all.tell(exchange.queued, refused(exchange.queued, status));
            }
            case Verdict.Unfinished unfinished ->
                    goOn(exchange, unfinished, attempt, connectionId, now);
        }
    }

    private void complete(Exchange exchange, @Nullable CbSequenceResOk sequence) {
        exchange.channel.completed(exchange, sequence);
        all.forget(exchange);
    }

    private void release(Exchange exchange) {
        exchange.channel.free(exchange);
        all.forget(exchange);
    }

    private void answered(QueuedCall queued, CbResOp result, long now) {
        if (result.status().equals(NfsStatus.DELAY) && !queued.isTold()) {
            queued.delayed(result);
            queued.backoff.begin(now);
            paused.add(queued);
        } else {
            all.tell(queued, new CallOutcome.Answered(result));
        }
    }

    private void executed(QueuedCall queued) {
        if (CallSizes.isIdempotent(queued.call.operation().op())) {
            requeue(List.of(queued));
        } else {
            all.tell(queued, CallOutcome.UNREACHABLE);
        }
    }

    private static CallOutcome refused(QueuedCall queued, NfsStatus status) {
        return new CallOutcome.Answered(new CbStatusOnly(queued.call.operation().op(), status));
    }

    private void goOn(
            Exchange exchange,
            Verdict.Unfinished verdict,
            long attempt,
            long connectionId,
            long now) {
        Session session = exchange.channel.session;
        if (verdict == Verdict.Unfinished.LOST || verdict == Verdict.Unfinished.ELSEWHERE) {
            session.callsUnanswered(connectionId);
        }
        if (verdict == Verdict.Unfinished.LOST || verdict == Verdict.Unfinished.AGAIN_UNSURE) {
            exchange.unsure = true;
        }
        if (attempt != exchange.lastAttempt) {
            // A later try is under way, whose reply counts more.
            return;
        }
        switch (verdict) {
            case LATER -> exchange.pause(now);
            case AGAIN, AGAIN_UNSURE -> {
                if (exchange.mayTryAgain()) {
                    exchange.pause(now);
                } else {
                    session.backChannelFault();
                }
            }
            case ELSEWHERE, LOST -> exchange.phase = Exchange.Phase.WAITS;
            case LOWER -> {
                release(exchange);
                if (!exchange.channel.lowerBelow(exchange.slotId)) {
                    session.backChannelFault();
                }
                exchange.queued.notExecuted();
                requeue(List.of(exchange.queued));
            }
            case FAULT -> session.backChannelFault();
        }
        if (exchange.canBeDropped()) {
            release(exchange);
        }
    }
}
