package org.nfs41.benchmarks;

import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.SessionId;

/**
 * What a session takes that has been used once and keeps no reply, with its client and all that
 * leads to it.
 */
final class IdleSessions {
    /** What it may take at most, with 64 slots. */
    static final long GOAL_BYTES = 4096;

    private IdleSessions() {}

    /** Makes {@code count} sessions, and says how many bytes of heap each takes. */
    static long bytesEach(int count) {
        // What is made once, classes and all, is no part of it.
        use(new Sessions(1));
        long before = usedHeap();
        Sessions sessions = new Sessions(count);
        use(sessions);
        long after = usedHeap();
        if (sessions.table.sessions() != count) {
            throw new IllegalStateException(sessions.table.sessions() + " sessions");
        }
        return (after - before) / count;
    }

    private static void use(Sessions sessions) {
        for (SessionId id : sessions.ids) {
            Session session = sessions.find(id);
            Slot slot = session.slot(0);
            if (slot == null) {
                throw new IllegalStateException("no slot");
            }
            slot.accept(1, 1, Sessions.PRINCIPAL);
            slot.abandon();
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
