package org.nfs41.ops.sim;

import org.nfs41.ops.Caller;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.sim.SimOperations.Call;
import org.nfs41.ops.sim.SimOperations.Course;
import org.nfs41.state.Principal;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.SequenceArgs;

/** What nobody may do: it must be refused, and the well-behaved must not notice. */
final class Mischief {
    private static final long STRANGER = 66;

    private final World world;
    private final SimServer server;
    private final SimConnection strangersConnection =
            new SimConnection(
                    new Caller(
                            Principal.sys(STRANGER),
                            new Credentials((int) STRANGER, (int) STRANGER),
                            -1),
                    () -> {});

    Mischief(World world, SimServer server) {
        this.world = world;
        this.server = server;
    }

    /** Uses the slot for another request while one is in progress (RFC 8881 section 2.10.6.2). */
    void impatience(SimConnection connection, SimRequest inProgress) {
        SequenceArgs own = inProgress.sequence;
        SequenceArgs next =
                new SequenceArgs(
                        own.sessionId(), own.sequenceId() + 1, own.slotId(), own.slotId(), true);
        SimRequest early =
                new SimRequest(-inProgress.id, next, new Call[] {new Call(Course.WORKS, 4)});
        world.happened(Happening.IMPATIENCE);
        expect(connection, early, NfsStatus.SEQ_MISORDERED);
    }

    /** Asks for the reply to somebody else's request (RFC 8881 section 2.10.6.1.3.1). */
    void curiosity(SimRequest answered) {
        world.happened(Happening.CURIOSITY);
        expect(strangersConnection, answered, NfsStatus.SEQ_FALSE_RETRY);
    }

    private void expect(SimConnection connection, SimRequest request, NfsStatus expected) {
        byte[] reply = server.receive(connection, request.message, null);
        NfsStatus status = SimReply.of(request, reply).sequence();
        if (!status.equals(expected)) {
            throw new SimFailure(request + " should have got " + expected + ", got " + status);
        }
    }
}
