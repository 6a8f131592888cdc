package org.nfs41.state.open;

import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationPressure;
import org.nfs41.state.deleg.KeepAny;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes room for delegations before there is none: as {@link DelegationPressure} decides (RFC 8881
 * section 20.6). Safe for use by several threads.
 *
 * @param <F> what names a file
 */
public final class DelegationRelief<F> {
    private final StateHolders<F> holders;
    private final Places places;
    private final Delegated<F> all;

    // guarded by this
    private final DelegationPressure pressure;

    DelegationRelief(
            StateHolders<F> holders, Places places, Delegated<F> all, DelegationLimits limits) {
        this.holders = holders;
        this.places = places;
        this.all = all;
        this.pressure = new DelegationPressure(limits);
    }

    /**
     * Does what the number of delegations demands. Those that are to be recalled one by one are
     * with the next {@link DelegationTable#tick}. To be called some times in each lease.
     *
     * @param patience nanoseconds that a client has to part with what it was told, at least a lease
     * @param now monotonic nanoseconds
     * @return who is to be told now how many of its delegations it may keep
     */
    public synchronized List<KeepAny> tick(long patience, long now) {
        int taken = places.taken();
        if (!pressure.isDue(taken)) {
            return List.of();
        }
        List<KeepAny> keeps = new ArrayList<>();
        for (DelegationPressure.Demand demand : pressure.round(taken, holdings(), patience, now)) {
            switch (demand) {
                case DelegationPressure.Demand.Keep(long clientId, int many) ->
                        keeps.add(new KeepAny(clientId, many, kindsOf(clientId)));
                case DelegationPressure.Demand.Recall(long clientId, int many) ->
                        recall(clientId, many, now);
            }
        }
        return keeps;
    }

    private List<DelegationPressure.Holding> holdings() {
        Map<Long, Integer> recalled = new HashMap<>();
        for (DelegationState<F> state : all.recalled) {
            recalled.merge(state.client.clientId, 1, Integer::sum);
        }
        List<DelegationPressure.Holding> holdings = new ArrayList<>();
        for (ClientStates<F> client : holders.all()) {
            int held = client.held.all();
            if (held > 0) {
                holdings.add(
                        new DelegationPressure.Holding(
                                client.clientId, held, recalled.getOrDefault(client.clientId, 0)));
            }
        }
        return holdings;
    }

    private Set<DelegationKind> kindsOf(long clientId) {
        ClientStates<F> client = holders.find(clientId);
        return client == null ? Set.of() : client.held.kinds();
    }

    private void recall(long clientId, int many, long now) {
        ClientStates<F> client = holders.find(clientId);
        if (client == null) {
            return;
        }
        int left = many;
        for (HeldState<F> each : client.states) {
            if (left == 0) {
                return;
            }
            if (each instanceof DelegationState<F> state && recall(state, now)) {
                left--;
            }
        }
    }

    private static <F> boolean recall(DelegationState<F> state, long now) {
        synchronized (state.file) {
            boolean recalls = !state.isEnded() && !state.isRecalledLocked();
            if (recalls) {
                state.recallLocked(false, false, now);
            }
            return recalls;
        }
    }
}
