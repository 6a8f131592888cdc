package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.SimFailure;

/**
 * What clients have changed and seen in the directory, each state of which has a change attribute
 * of its own.
 */
final class Names {
    private long newest;

    /** Who changed it knows that it has come so far. */
    void changed(long change) {
        newest = Math.max(newest, change);
    }

    /** The newest state that anybody knows of. */
    long newest() {
        return newest;
    }

    /** Somebody sees a state, who must see {@code least} or a newer one. */
    void seen(long change, long least, Object reader) {
        if (change < least) {
            throw new SimFailure(
                    "%s sees the directory as of %d, and it has come to %d"
                            .formatted(reader, change, least));
        }
        changed(change);
    }
}
