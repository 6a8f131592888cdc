package org.nfs41.state;

import java.util.List;
import java.util.function.Supplier;

/**
 * The one lock of a {@link ClientTable}: all methods whose names end in {@code Locked}, and what
 * says so of itself, are called by an action given to this.
 *
 * <p>Whatever an action ends holds state in files, which is released without the lock, and not
 * before it is stored that it cannot be reclaimed; and whoever watches hears of it afterwards.
 */
final class TableLock {
    private final Clients clients;
    private final GracePeriod grace;
    private final ClientState state;
    private volatile ClientWatcher watcher = ClientWatcher.NONE;

    TableLock(Clients clients, GracePeriod grace, ClientState state) {
        this.clients = clients;
        this.grace = grace;
        this.state = state;
    }

    /** Has somebody told from now on of what becomes of clients; only one can be. */
    void watch(ClientWatcher value) {
        watcher = value;
    }

    /** Acts under the lock, then releases what those clients held that the action has ended. */
    <T> T locked(Supplier<T> action) {
        T result;
        List<Long> ended;
        synchronized (this) {
            result = action.get();
            ended = clients.takeEndedLocked();
        }
        if (!ended.isEmpty()) {
            grace.whenStored(() -> ended.forEach(state::release));
            ended.forEach(watcher::changed);
        }
        return result;
    }

    /** Says that something has changed that matters to calls to a client; without the lock. */
    void changed(long clientId) {
        watcher.changed(clientId);
    }
}
