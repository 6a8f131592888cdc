package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One slot as its client sees it (RFC 8881 section 2.10.6.1). */
final class SimClientSlot {
    final int id;

    /** What the next request carries, or the current one does. */
    int sequenceId;

    /** The request that waits for its answer. */
    @Nullable SimRequest current;

    /** Requests with the current sequence id that were given up without an answer. */
    final List<SimRequest> replaced = new ArrayList<>();

    SimClientSlot(int id, int sequenceId) {
        this.id = id;
        this.sequenceId = sequenceId;
    }

    /** Whether the next request is numbered as the first one of a slot. */
    boolean isAnew() {
        return sequenceId == 1;
    }

    /** The current sequence id has been used, be it by whichever request. */
    void advance() {
        current = null;
        replaced.clear();
        sequenceId++;
    }
}
