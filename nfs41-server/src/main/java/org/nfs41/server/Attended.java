package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.Caller;
import org.nfs41.rpc.RpcCredential;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A connection with what is in progress on it, so that its end comes after the last COMPOUND that
 * came on it: one that is executed later could give it to a session anew. Safe for use by several
 * threads.
 */
final class Attended {
    private final Runnable atEnd;

    /** COMPOUNDs in progress, and one more while the connection is open. */
    private final AtomicInteger holders = new AtomicInteger(1);

    private volatile @Nullable Known known;

    /** A connection that is open; {@code atEnd} is run once when all is over. */
    Attended(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    /** A COMPOUND begins, or rather waits to. */
    void begin() {
        holders.incrementAndGet();
    }

    /** A COMPOUND that has begun is done, or the connection has ended. */
    void end() {
        if (holders.decrementAndGet() == 0) {
            atEnd.run();
        }
    }

    /** Who calls with this credential: made once for each run of calls with the same one. */
    Caller caller(RpcCredential credential, Function<RpcCredential, Caller> maker) {
        Known last = known;
        if (last != null && last.credential().equals(credential)) {
            return last.caller();
        }
        Caller caller = maker.apply(credential);
        known = new Known(credential, caller);
        return caller;
    }

    private record Known(RpcCredential credential, Caller caller) {}
}
