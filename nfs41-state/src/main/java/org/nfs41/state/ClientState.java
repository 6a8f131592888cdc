package org.nfs41.state;

/**
 * The opens, locks and other state that clients hold, as far as client ids and leases depend on it.
 *
 * <p>Safe for use by several threads. {@link #holdsState} is called with the client table's lock
 * held, {@link #release} without; neither may call the client table.
 */
public interface ClientState {
    /** Nobody holds anything: for servers and tests without files. */
    ClientState NONE =
            new ClientState() {
                @Override
                public boolean holdsState(long clientId) {
                    return false;
                }

                @Override
                public void release(long clientId) {}
            };

    /**
     * Whether the client has anything that a lease protects: opens, locks, delegations, layouts.
     */
    boolean holdsState(long clientId);

    /** Drops all of it: the client id has ended and will not be used again. */
    void release(long clientId);
}
