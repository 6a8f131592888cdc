package org.nfs41.benchmarks.load;

/** Where a run is. */
enum Phase {
    /** Requests are sent, replies are checked but not counted. */
    WARM_UP,
    /** Replies count. */
    MEASURE,
    /** No more requests; what is under way is waited for. */
    END
}
