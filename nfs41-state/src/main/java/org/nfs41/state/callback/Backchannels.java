package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All calls to clients: which session, connection and slot each is sent on, what is sent again, and
 * what becomes of it (RFC 8881 sections 2.10.3.1, 2.10.6 and 20.9). Sessions, connections and how
 * clients want to be called are looked up in the client table whenever something happens, so that
 * events of the table may come late, twice or in any order.
 *
 * <p>For one thread at a time, which carries the effects out in their order; {@link #reachable} and
 * {@link #knows} may be asked by any. Times are monotonic nanoseconds.
 */
public final class Backchannels {
    /** Calls under way or waiting, of all clients: some hundred MiB at most. */
    static final int MOST_CALLS = 1 << 18;

    private record Attempt(Callee callee, Exchange exchange, long connectionId) {}

    private final ClientTable table;
    private final CallTerms terms;

    /** Clients that have ever been called; written by one thread. */
    private final Map<Long, Callee> callees = new ConcurrentHashMap<>();

    private final Set<Callee> active = new LinkedHashSet<>();
    private final Map<Long, Attempt> attempts = new HashMap<>();
    private long lastAttempt;
    private long lastCall;
    private int untold;
    private List<Effect> effects = new ArrayList<>();

    public Backchannels(ClientTable table, CallTerms terms) {
        this.table = table;
        this.terms = terms;
    }

    /** Whether a call to the client could be sent now: as {@link ClientCalls#reachable} says. */
    public static boolean reachable(ClientTable table, long clientId) {
        ClientRecord client = table.client(clientId);
        return client != null && client.sessions().stream().anyMatch(BackChannel::isOpen);
    }

    /** Whether the client has ever been called, so that {@link #changed} matters. */
    public boolean knows(long clientId) {
        return callees.containsKey(clientId);
    }

    /** Whether nothing is under way and nothing waits: {@link #tick} would do nothing. */
    public boolean isIdle() {
        return active.isEmpty();
    }

    /** Somebody wants a client to be called: as {@link ClientCalls#call} says. */
    public List<Effect> call(
            long clientId, ClientCall call, ClientCalls.CallListener listener, long now) {
        return call(clientId, call, null, listener, now);
    }

    /** Somebody wants a client to be called: as {@link ClientCalls#callIn} says. */
    public List<Effect> callIn(
            SessionId session,
            long clientId,
            CbArgOp operation,
            ClientCalls.CallListener listener,
            long now) {
        return call(clientId, new ClientCall(operation, null), session, listener, now);
    }

    private List<Effect> call(
            long clientId,
            ClientCall call,
            @Nullable SessionId session,
            ClientCalls.CallListener listener,
            long now) {
        untold++;
        QueuedCall queued =
                new QueuedCall(++lastCall, call, session, listener, now + terms.callNanos());
        Callee callee = untold > MOST_CALLS ? null : callee(clientId);
        if (callee == null) {
            tell(queued, CallOutcome.UNREACHABLE);
        } else {
            callee.add(queued);
            go(callee, now);
        }
        return takeEffects();
    }

    private @Nullable Callee callee(long clientId) {
        ClientRecord client = table.client(clientId);
        return client == null
                ? null
                : callees.computeIfAbsent(clientId, id -> new Callee(client, this));
    }

    /**
     * A try has come to something. Every {@link Effect.Send} is owed at least one of these; further
     * ones are ignored.
     */
    public List<Effect> replied(long attemptId, CallReply reply, long now) {
        Attempt attempt = attempts.remove(attemptId);
        if (attempt != null) {
            Exchange exchange = attempt.exchange();
            exchange.attempts.remove(attemptId);
            attempt.callee().replied(exchange, attemptId, attempt.connectionId(), reply, now);
            goOn(attempt.callee(), !effects.isEmpty(), now);
        }
        return takeEffects();
    }

    /** Something about a client or its sessions and connections may have changed. */
    public List<Effect> changed(long clientId, long now) {
        Callee callee = callees.get(clientId);
        if (callee != null) {
            go(callee, now);
        }
        return takeEffects();
    }

    /** Time has passed; to be told some times in each of the shorter ones of {@link CallTerms}. */
    public List<Effect> tick(long now) {
        for (Callee callee : List.copyOf(active)) {
            int before = effects.size();
            callee.expire(now);
            goOn(callee, effects.size() > before, now);
        }
        return takeEffects();
    }

    /** How many calls have not come to an end. */
    public int callsUnderWay() {
        return untold;
    }

    /** Who has just been told something may not want any more what would be sent next. */
    private void goOn(Callee callee, boolean told, long now) {
        if (told && !callee.isIdle()) {
            effects.add(new Effect.GoOn(callee.clientId()));
        } else {
            go(callee, now);
        }
    }

    private void go(Callee callee, long now) {
        if (callee.hasEnded()) {
            callee.end();
            callees.remove(callee.clientId());
            active.remove(callee);
            return;
        }
        callee.send(now);
        if (callee.isIdle()) {
            active.remove(callee);
        } else {
            active.add(callee);
        }
    }

    private List<Effect> takeEffects() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }

    // for a callee

    CallTerms terms() {
        return terms;
    }

    List<ReferringCallList> referring(@Nullable RequestId cause, long clientId) {
        return Referring.to(cause, table, clientId);
    }

    void send(Effect.Send send) {
        effects.add(send);
    }

    /** Tells the outcome of a call, unless it was told before. */
    void tell(QueuedCall call, CallOutcome outcome) {
        ClientCalls.CallListener listener = call.takeListener();
        if (listener != null) {
            untold--;
            boolean notExecuted =
                    outcome instanceof CallOutcome.Unreachable && !call.isMaybeExecuted();
            effects.add(
                    new Effect.Tell(listener, notExecuted ? CallOutcome.NOT_EXECUTED : outcome));
        }
    }

    /** Names one more try. */
    long newAttempt(Callee callee, Exchange exchange, long connectionId) {
        attempts.put(++lastAttempt, new Attempt(callee, exchange, connectionId));
        return lastAttempt;
    }

    /** Nobody waits for replies of this any more. */
    void forget(Exchange exchange) {
        exchange.attempts.forEach(attempts::remove);
        exchange.attempts.clear();
    }
}
