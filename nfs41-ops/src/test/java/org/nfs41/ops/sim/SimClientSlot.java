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

    /** When a request was last sent, for the first time or again. */
    long lastSent;

    private final int firstSequenceId;

    SimClientSlot(int id, int firstSequenceId) {
        this.id = id;
        this.firstSequenceId = firstSequenceId;
        this.sequenceId = firstSequenceId;
    }

    /**
     * Begins anew with sequence id 1, unless a request waits or there is nothing to forget: slots
     * that age as if used have no number 1 to begin with. A copy of what was sent before may be on
     * its way as well, and would fit in again: no server can tell.
     */
    boolean forget(long now) {
        boolean quiet = now - lastSent > SimNetwork.LONGEST_DELAY;
        if (current != null || sequenceId == firstSequenceId || isAnew() || !quiet) {
            return false;
        }
        sequenceId = 1;
        return true;
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
