package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.World;
import org.nfs41.state.ClientTable;
import org.nfs41.state.ClientWatcher;
import org.nfs41.state.callback.Backchannels;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.CallTerms;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Calls clients as the server does, in virtual time: brings events in their order to the machine,
 * some time after they have happened, and carries out what that decides.
 */
final class SimCaller implements ClientCalls, ClientWatcher {
    private static final long TICK = 250 * World.MILLI;

    private final World world;
    private final ClientTable table;
    private final Backchannels machine;
    private final Lines lines;
    private final Ledger ledger;
    private final CallReasons reasons;
    private final Flaw flaw;
    private final Deque<LongFunction<List<Effect>>> events = new ArrayDeque<>();
    private boolean ticking;
    private boolean ended;

    SimCaller(
            World world,
            ClientTable table,
            Lines lines,
            Ledger ledger,
            CallReasons reasons,
            Flaw flaw) {
        this.world = world;
        this.table = table;
        this.lines = lines;
        this.ledger = ledger;
        this.reasons = reasons;
        this.flaw = flaw;
        machine = new Backchannels(table, CallTerms.ofLease(World.LEASE));
        table.watch(this);
    }

    /** The server is gone: nothing happens any more, and nobody hears of anything. */
    void end() {
        ended = true;
    }

    /** Whether nothing is under way and nothing waits. */
    boolean isIdle() {
        return events.isEmpty() && machine.isIdle() && machine.callsUnderWay() == 0;
    }

    @Override
    public void call(long clientId, ClientCall call, CallListener listener) {
        CallOutcome made = flaw.instead(call, world.schedule.now());
        if (made != null) {
            happen(now -> List.of(new Effect.Tell(listener, made)));
            return;
        }
        ClientCall asked = flaw.asked(call);
        happen(now -> machine.call(clientId, asked, listener, now));
    }

    @Override
    public void callIn(SessionId session, long clientId, CbArgOp operation, CallListener listener) {
        happen(now -> machine.callIn(session, clientId, operation, listener, now));
    }

    @Override
    public boolean reachable(long clientId) {
        return Backchannels.reachable(table, clientId);
    }

    @Override
    public void changed(long clientId) {
        happen(now -> machine.knows(clientId) ? machine.changed(clientId, now) : List.of());
    }

    private void happen(LongFunction<List<Effect>> event) {
        if (ended) {
            return;
        }
        events.add(event);
        world.schedule.after(world.between(0, 3), this::next);
    }

    private void next() {
        if (ended) {
            return;
        }
        LongFunction<List<Effect>> event = events.remove();
        event.apply(world.schedule.now()).forEach(this::carryOut);
        if (!ticking && !machine.isIdle()) {
            ticking = true;
            world.schedule.after(TICK, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        happen(machine::tick);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send send -> {
                Effect.Send sent = flaw.sent(send);
                world.log("c", sent.connectionId(), " is to carry ", sent.compound().ops());
                reasons.calling(sent.compound());
                ledger.calling(sent.compound());
                lines.call(
                        sent,
                        reply -> {
                            CallReply counts = flaw.replied(sent, reply);
                            if (counts != null) {
                                happen(now -> machine.replied(sent.attempt(), counts, now));
                            }
                        });
            }
            case Effect.Tell(CallListener listener, var outcome) -> listener.done(outcome);
            case Effect.GoOn(long clientId) -> happen(now -> machine.changed(clientId, now));
        }
    }
}
