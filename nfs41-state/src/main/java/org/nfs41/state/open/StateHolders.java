package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The clients that hold state, and what happens to all of a client's state at once. Safe for use by
 * several threads.
 *
 * @param <F> what names a file
 */
public final class StateHolders<F> {
    private final StateIds<F> ids;
    private final FileTable<F> files;
    private final Places opens;
    private final Places locks;
    private final Places delegations;
    private final Places lostDelegations;
    private final ConcurrentHashMap<Long, ClientStates<F>> clients = new ConcurrentHashMap<>();

    StateHolders(
            StateIds<F> ids,
            FileTable<F> files,
            Places opens,
            Places locks,
            Places delegations,
            Places lostDelegations) {
        this.ids = ids;
        this.files = files;
        this.opens = opens;
        this.locks = locks;
        this.delegations = delegations;
        this.lostDelegations = lostDelegations;
    }

    /** Whether the client has any file open, or a delegation. */
    public boolean holdsState(long clientId) {
        ClientStates<F> client = clients.get(clientId);
        return client != null && !client.states.isEmpty();
    }

    /**
     * Revokes all state of a client, which is told so and keeps its client id and sessions.
     *
     * @return the file of each open and each delegation that was revoked
     */
    public List<F> revoke(long clientId, RevocationCause cause) {
        ClientStates<F> client = clients.get(clientId);
        return client == null ? List.of() : endAll(client, state -> ids.revokeLocked(state, cause));
    }

    /**
     * Drops all state of a client that is gone. To be called for each client that goes, whether it
     * has any or not.
     *
     * @return the file of each open and each delegation that was dropped
     */
    public List<F> release(long clientId) {
        ClientStates<F> client = clients.remove(clientId);
        if (client == null) {
            return List.of();
        }
        client.released = true;
        List<F> closed = endAll(client, ids::removeLocked);
        ids.forgetRevoked(client);
        return closed;
    }

    /** Ends all state of a client by {@code end}, which has the monitor of the state's file. */
    private List<F> endAll(ClientStates<F> client, Consumer<HeldState<F>> end) {
        List<F> ended = new ArrayList<>();
        for (HeldState<F> state : client.states) {
            synchronized (state.file) {
                if (!state.isEnded()) {
                    end.accept(state);
                    files.dropIfEmptyLocked(state.file);
                    ended.add(state.name);
                }
            }
        }
        return ended;
    }

    /** The state of a client, which may have none so far. */
    ClientStates<F> of(StateHolder holder) {
        return clients.computeIfAbsent(
                holder.clientId(),
                id -> new ClientStates<>(holder, opens, locks, delegations, lostDelegations));
    }

    /** The state of a client, or null if it never had any. */
    @Nullable ClientStates<F> find(long clientId) {
        return clients.get(clientId);
    }

    /** All that ever had any state and have not ended. */
    Iterable<ClientStates<F>> all() {
        return clients.values();
    }

    /** How many states of one kind there are, of all clients. */
    int count(Class<?> kind) {
        int count = 0;
        for (ClientStates<F> client : clients.values()) {
            for (HeldState<F> state : client.states) {
                count += kind.isInstance(state) ? 1 : 0;
            }
        }
        return count;
    }
}
