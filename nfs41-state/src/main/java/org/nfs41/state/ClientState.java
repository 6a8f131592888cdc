package org.nfs41.state;

import java.util.List;

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

    /** What clients hold of several kinds that know nothing of each other. */
    static ClientState of(ClientState... kinds) {
        List<ClientState> all = List.of(kinds);
        return new ClientState() {
            @Override
            public boolean holdsState(long clientId) {
                return all.stream().anyMatch(kind -> kind.holdsState(clientId));
            }

            @Override
            public void release(long clientId) {
                all.forEach(kind -> kind.release(clientId));
            }
        };
    }

    /**
     * Whether the client has anything that a lease protects: opens, locks, delegations and what it
     * was promised of them, layouts.
     */
    boolean holdsState(long clientId);

    /** Drops all of it: the client id has ended and will not be used again. */
    void release(long clientId);
}
