package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.Caller;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.sim.World;
import org.nfs41.state.Principal;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The network: carries requests and their replies, calls and theirs, all with delays; cuts
 * connections; parts clients from the server, when what is sent waits for the end of that, as it
 * does in TCP, and is lost if the connection is given up before.
 */
final class Lines {
    private static final int CUT_ONE_IN = 120;

    private final World world;
    private final Map<Long, Line> lines = new HashMap<>();
    private final BiFunction<Line, byte[], byte[]> server;
    private final Consumer<Line> whenClosed;
    private long count;

    /**
     * A network without connections.
     *
     * @param server executes a request
     * @param whenClosed hears of each connection that the server has found to have ended
     */
    Lines(World world, BiFunction<Line, byte[], byte[]> server, Consumer<Line> whenClosed) {
        this.world = world;
        this.server = server;
        this.whenClosed = whenClosed;
    }

    Line open(int uid, Partition partition, Line.Callee callee, Runnable whenLost) {
        Caller caller = new Caller(Principal.sys(uid), new Credentials(uid, uid), ++count);
        Line line = new Line(caller, partition, callee, whenLost);
        lines.put(line.id(), line);
        return line;
    }

    /** Sends a request; {@code receiver} gets the reply, if one arrives. */
    void request(Line line, byte[] message, Consumer<byte[]> receiver) {
        send(line, true, () -> arrive(line, message, receiver));
        maybeCut(line);
    }

    private void arrive(Line line, byte[] message, Consumer<byte[]> receiver) {
        line.inHand++;
        byte[] reply = server.apply(line, message);
        line.inHand--;
        if (line.openForServer) {
            send(line, false, () -> receiver.accept(reply));
        } else {
            closed(line);
        }
    }

    /** Sends a call, and tells once or more often what has come of it. */
    void call(Effect.Send call, Consumer<CallReply> listener) {
        Line line = lines.get(call.connectionId());
        if (line == null || !line.openForServer) {
            world.schedule.after(0, () -> listener.accept(CallReply.Failure.NOT_SENT));
            return;
        }
        world.happened(Incident.CALL);
        line.awaited.put(call.attempt(), listener);
        XdrWriter out = new XdrWriter();
        call.compound().encode(out);
        byte[] message = out.toByteArray();
        Consumer<CallReply> answer =
                reply ->
                        send(
                                line,
                                true,
                                () -> {
                                    line.awaited.remove(call.attempt());
                                    listener.accept(reply);
                                });
        Runnable take =
                () -> {
                    if (line.openForClient) {
                        line.callee.called(line, message, answer);
                    }
                };
        // a client may leave it lying for longer than the server waits for another connection
        boolean later = world.fault(80);
        long pause = later ? world.between(10_000, 25_000) : 0;
        if (later) {
            trouble(line.partition, pause);
        }
        send(line, false, later ? () -> world.schedule.after(pause, take) : take);
        world.schedule.after(World.LEASE, () -> timedOut(line, call.attempt()));
        maybeCut(line);
    }

    private static void timedOut(Line line, long attempt) {
        Consumer<CallReply> listener = line.awaited.remove(attempt);
        if (listener != null) {
            listener.accept(CallReply.Failure.TIMED_OUT);
        }
    }

    private void send(Line line, boolean upwards, Runnable message) {
        if (upwards ? !line.openForClient : !line.openForServer) {
            return;
        }
        queue(line, upwards).add(message);
        long now = world.schedule.now();
        long last = upwards ? line.lastUp : line.lastDown;
        long arrival = Math.max(now + delay(), last);
        if (upwards) {
            line.lastUp = arrival;
        } else {
            line.lastDown = arrival;
        }
        world.schedule.after(arrival - now, () -> deliver(line, upwards));
    }

    /** Delivers the next message, or waits for the end of a partition. */
    private void deliver(Line line, boolean upwards) {
        long wait = line.partition.until(upwards) - world.schedule.now();
        if (wait > 0 && line.whole) {
            world.schedule.after(wait, () -> deliver(line, upwards));
            return;
        }
        Runnable message = queue(line, upwards).poll();
        boolean received = upwards ? line.openForServer : line.openForClient;
        // what was under way when the connection was cut may have got through just before
        boolean arrives = line.whole || (upwards && wait <= 0 && world.below(2) == 0);
        if (message != null && received && arrives) {
            message.run();
        }
    }

    private static Deque<Runnable> queue(Line line, boolean upwards) {
        return upwards ? line.up : line.down;
    }

    /** The connection ends; both ends notice, sooner or later. */
    void cut(Line line) {
        if (!line.whole) {
            return;
        }
        world.happened(Incident.CUT);
        world.log(line, " is cut");
        line.whole = false;
        trouble(line.partition);
        world.schedule.after(world.between(0, 200), () -> lostToClient(line));
        long until = Math.max(0, line.partition.until(true) - world.schedule.now());
        world.schedule.after(until + world.between(0, 200), () -> lostToServer(line));
    }

    private static void lostToClient(Line line) {
        if (line.openForClient) {
            line.openForClient = false;
            line.whenLost.run();
        }
    }

    private void lostToServer(Line line) {
        if (line.openForServer) {
            line.openForServer = false;
            closed(line);
        }
    }

    private void closed(Line line) {
        if (line.inHand > 0) {
            return;
        }
        if (lines.remove(line.id()) != null) {
            whenClosed.accept(line);
            List<Consumer<CallReply>> lost = new ArrayList<>(line.awaited.values());
            line.awaited.clear();
            lost.forEach(listener -> {
                world.happened(Incident.CALL_LOST);
                listener.accept(CallReply.Failure.LOST);
            });
        }
    }

    /** The server is gone: all connections end, which their clients notice some time later. */
    void cutAll() {
        for (Line line : List.copyOf(lines.values())) {
            line.whole = false;
            line.openForServer = false;
            trouble(line.partition);
            closed(line);
            world.schedule.after(world.between(0, 2000), () -> lostToClient(line));
        }
    }

    /** The client gives the connection up; nobody tells it. */
    void close(Line line) {
        line.openForClient = false;
        cut(line);
    }

    /** Parts a client from the server. */
    void part(Partition partition, long nanos, boolean up, boolean down) {
        long until = world.schedule.now() + nanos;
        partition.upUntil = up ? until : partition.upUntil;
        partition.downUntil = down ? until : partition.downUntil;
        trouble(partition);
        world.schedule.after(nanos, () -> trouble(partition));
    }

    void trouble(Partition partition) {
        trouble(partition, 0);
    }

    /** Something goes wrong for so long. */
    private void trouble(Partition partition, long nanos) {
        partition.troubledAt = Math.max(partition.troubledAt, world.schedule.now() + nanos);
    }

    private void maybeCut(@Nullable Line line) {
        if (line != null && world.fault(CUT_ONE_IN)) {
            world.schedule.after(world.between(0, 100), () -> cut(line));
        }
    }

    private long delay() {
        return world.fault(30) ? world.between(50, 1500) : world.between(1, 15);
    }
}
