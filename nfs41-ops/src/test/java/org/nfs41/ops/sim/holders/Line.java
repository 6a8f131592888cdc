package org.nfs41.ops.sim.holders;

import org.nfs41.ops.Caller;
import org.nfs41.state.callback.CallReply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One connection of a client to the server. Its two ends learn at different times that it is no
 * more; in each direction things arrive in the order in which they were sent.
 */
final class Line {
    /**
     * What a client does with a call that comes; {@code answer} may be used once, late or never.
     */
    interface Callee {
        void called(Line line, byte[] compound, Consumer<CallReply> answer);
    }

    final Caller caller;
    final Partition partition;
    final Callee callee;
    final Runnable whenLost;
    final Deque<Runnable> up = new ArrayDeque<>();
    final Deque<Runnable> down = new ArrayDeque<>();

    /** Calls that the server awaits replies to on this connection. */
    final Map<Long, Consumer<CallReply>> awaited = new LinkedHashMap<>();

    boolean openForClient = true;
    boolean openForServer = true;

    /** Whether messages on it still arrive. */
    boolean whole = true;

    long lastUp;
    long lastDown;

    /** Requests in the server. */
    int inHand;

    Line(Caller caller, Partition partition, Callee callee, Runnable whenLost) {
        this.caller = caller;
        this.partition = partition;
        this.callee = callee;
        this.whenLost = whenLost;
    }

    long id() {
        return caller.connectionId();
    }

    @Override
    public String toString() {
        return "c" + id();
    }
}
