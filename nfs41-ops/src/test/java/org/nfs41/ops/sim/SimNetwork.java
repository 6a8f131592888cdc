package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.Caller;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Principal;

import java.util.function.Consumer;

/**
 * Carries requests and replies, each with its own delay, so that any may overtake any other, and
 * cuts connections at any moment. What was under way to the server on a connection that is cut may
 * be lost, or may lie in the server's buffers and be served later still; replies are lost.
 */
final class SimNetwork {
    private static final int LONGEST_DELAY_MILLIS = 2000;

    /** Nothing that was sent longer ago is still on its way. */
    static final long LONGEST_DELAY = LONGEST_DELAY_MILLIS * World.MILLI;

    private static final int CUT_ONE_IN = 25;

    private final World world;
    private final SimServer server;
    private long connections;
    private long sent;
    private long newestArrival;

    SimNetwork(World world, SimServer server) {
        this.world = world;
        this.server = server;
    }

    SimConnection open(long uid, Runnable whenCut) {
        Credentials credentials = new Credentials((int) uid, (int) uid);
        return new SimConnection(
                new Caller(Principal.sys(uid), credentials, ++connections), whenCut);
    }

    /**
     * Sends a request.
     *
     * @param request whose message it is; null outside of sessions
     * @param receiver gets the reply, if one arrives
     */
    void send(
            SimConnection connection,
            byte[] message,
            @Nullable SimRequest request,
            Consumer<byte[]> receiver) {
        world.happened(Happening.TRANSMISSION);
        long number = ++sent;
        connection.pending++;
        world.schedule.after(delay(), () -> arrive(connection, message, request, receiver, number));
        if (world.fault(CUT_ONE_IN)) {
            world.schedule.after(world.between(0, 120), () -> cut(connection));
        }
    }

    void cut(SimConnection connection) {
        if (!connection.open) {
            return;
        }
        world.happened(Happening.CUT);
        world.log(connection, " cut");
        connection.open = false;
        finish(connection);
        world.schedule.after(world.between(0, 40), connection.whenCut);
    }

    private void arrive(
            SimConnection connection,
            byte[] message,
            @Nullable SimRequest request,
            Consumer<byte[]> receiver,
            long number) {
        if (!connection.open) {
            if (world.below(2) == 0) {
                world.happened(Happening.REQUEST_LOST);
                world.log(request, " lost on ", connection);
                connection.pending--;
                finish(connection);
                return;
            }
            world.happened(Happening.REQUEST_AFTER_CUT);
        }
        if (number < newestArrival) {
            world.happened(Happening.REORDERED);
        }
        newestArrival = Math.max(newestArrival, number);
        byte[] reply = server.receive(connection, message, request);
        connection.pending--;
        finish(connection);
        world.schedule.after(delay(), () -> deliver(connection, reply, request, receiver));
    }

    private void deliver(
            SimConnection connection,
            byte[] reply,
            @Nullable SimRequest request,
            Consumer<byte[]> receiver) {
        if (connection.open) {
            receiver.accept(reply);
        } else {
            world.happened(Happening.REPLY_LOST);
            world.log("reply to ", request, " lost on ", connection);
        }
    }

    private void finish(SimConnection connection) {
        if (!connection.open && connection.pending == 0) {
            server.closed(connection);
        }
    }

    /** Most messages take a few milliseconds; some take long enough to outlive their retry. */
    private long delay() {
        return world.fault(20) ? world.between(50, LONGEST_DELAY_MILLIS) : world.between(1, 20);
    }
}
