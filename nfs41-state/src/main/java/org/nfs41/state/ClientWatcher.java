package org.nfs41.state;

/**
 * Is told that something about a client has changed that matters to calls to it: a session has been
 * made or ended, a connection bound, the way that it wants to be called changed, or the client has
 * ended. What it is now, it has to look up itself.
 *
 * <p>Called by any thread, without locks of the client table.
 */
@FunctionalInterface
public interface ClientWatcher {
    /** Does not watch. */
    ClientWatcher NONE = clientId -> {};

    /** Something may have changed. */
    void changed(long clientId);
}
