package org.nfs41.ops.sim;

import org.nfs41.ops.sim.SimOperations.Call;
import org.nfs41.ops.sim.SimOperations.Course;
import org.nfs41.xdr.op.SequenceArgs;

/** Makes requests of all kinds. */
final class SimRequests {
    private static final int MOST_CALLS = 3;

    private final World world;
    private long ids;

    SimRequests(World world) {
        this.world = world;
    }

    /** A request with up to {@link #MOST_CALLS} effects; none at all is SEQUENCE alone. */
    SimRequest act(SequenceArgs sequence) {
        Call[] calls = new Call[world.below(MOST_CALLS + 1)];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new Call(course(), replyBytes());
        }
        return new SimRequest(++ids, sequence, calls);
    }

    SimRequest ask(SequenceArgs sequence, SimRequest about) {
        return SimRequest.asking(++ids, sequence, about);
    }

    private Course course() {
        if (world.fault(20)) {
            return Course.FAILS;
        }
        return world.fault(100) ? Course.THROWS : Course.WORKS;
    }

    /** Now and then more than a slot keeps. */
    private int replyBytes() {
        return world.fault(30) ? 1200 : world.below(120);
    }
}
