package org.nfs41.server.callback;

import org.nfs41.state.ClientTable;
import org.nfs41.state.ClientWatcher;
import org.nfs41.state.callback.Backchannels;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallTerms;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Calls clients: brings events to {@link Backchannels} and carries its effects out, all by one
 * thread, which waits for nobody and is there only while there is something to do. Safe for use by
 * several threads.
 */
public final class ClientCaller implements ClientCalls, ClientWatcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCaller.class);

    /** How often time passes for the machine in each of its shorter terms. */
    private static final int TICKS_PER_SILENCE = 10;

    /** Calls that have to wait for a moment do so for that long at least. */
    private static final long LONGEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread;
    private final ClientTable table;
    private final Backchannels machine;
    private final CallSender sender;
    private final long tickNanos;

    /** For the thread alone. */
    private boolean tickScheduled;

    /** One that begins to watch {@code table}. */
    public ClientCaller(ClientTable table, CallTerms terms, CallSender sender) {
        this.table = table;
        this.sender = sender;
        machine = new Backchannels(table, terms);
        tickNanos = Math.min(terms.silenceNanos() / TICKS_PER_SILENCE + 1, LONGEST_TICK_NANOS);
        thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("nfs41-callbacks").factory());
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        table.watch(this);
    }

    @Override
    public void call(long clientId, ClientCall call, CallListener listener) {
        if (!happen(now -> machine.call(clientId, call, listener, now))) {
            listener.done(CallOutcome.UNREACHABLE);
        }
    }

    @Override
    public void callIn(SessionId session, long clientId, CbArgOp operation, CallListener listener) {
        if (!happen(now -> machine.callIn(session, clientId, operation, listener, now))) {
            listener.done(CallOutcome.UNREACHABLE);
        }
    }

    @Override
    public boolean reachable(long clientId) {
        return Backchannels.reachable(table, clientId);
    }

    @Override
    public void changed(long clientId) {
        if (machine.knows(clientId)) {
            happen(now -> machine.changed(clientId, now));
        }
    }

    /** Brings an event to the machine; false if this has been closed. */
    private boolean happen(LongFunction<List<Effect>> event) {
        try {
            thread.execute(() -> carryOut(event));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void carryOut(LongFunction<List<Effect>> event) {
        try {
            event.apply(System.nanoTime()).forEach(this::carryOut);
        } catch (RuntimeException e) {
            LOG.error("calls to clients failed", e);
        }
        if (!tickScheduled && !machine.isIdle()) {
            tickScheduled = true;
            scheduleTick();
        }
    }

    private void scheduleTick() {
        try {
            var _ = thread.schedule(this::tick, tickNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // it has been closed meanwhile, so that time does not matter any more
        }
    }

    private void tick() {
        tickScheduled = false;
        carryOut(machine::tick);
    }

    private void carryOut(Effect effect) {
        try {
            switch (effect) {
                case Effect.Send send ->
                        sender.send(
                                send,
                                reply ->
                                        happen(now -> machine.replied(send.attempt(), reply, now)));
                case Effect.Tell(CallListener listener, CallOutcome outcome) ->
                        listener.done(outcome);
                case Effect.GoOn(long clientId) -> happen(now -> machine.changed(clientId, now));
            }
        } catch (RuntimeException e) {
            // one that fails must not keep the others from happening
            LOG.error("{} failed", effect, e);
        }
    }

    /** Calls nobody any more. What is under way stays without an outcome. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
