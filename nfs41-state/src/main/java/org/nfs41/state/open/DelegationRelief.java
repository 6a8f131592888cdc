package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationPressure;
import org.nfs41.state.deleg.KeepAny;
import org.nfs41.state.deleg.RoomSignal;
import org.nfs41.state.deleg.WantTable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

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
     * with the next {@link DelegationRecalls#tick}. To be called some times in each lease.
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

    /**
     * Who of those that wait for room is to be told that there is some: who has waited longest, and
     * together as many as there is room for, so that they do not all come in vain.
     *
     * @param canBeTold which clients can be called now; others go on waiting
     */
    public synchronized List<RoomSignal<F>> signals(WantTable<F> wants, LongPredicate canBeTold) {
        Map<Long, List<WantTable.Want<F>>> byClient = new LinkedHashMap<>();
        int room = pressure.room(places.taken());
        for (WantTable.Want<F> want : wants.toSignal()) {
            if (want.beginOffer()) {
                byClient.computeIfAbsent(want.holder().clientId(), id -> new ArrayList<>())
                        .add(want);
            } else {
                // its client has been told and is about to come
                room--;
            }
        }
        List<RoomSignal<F>> signals = new ArrayList<>();
        for (Map.Entry<Long, List<WantTable.Want<F>>> each : byClient.entrySet()) {
            List<WantTable.Want<F>> waiting = each.getValue();
            int many = Math.min(waiting.size(), room);
            RoomSignal<F> signal =
                    many > 0 && canBeTold.test(each.getKey())
                            ? signal(each.getKey(), waiting, many)
                            : null;
            if (signal == null) {
                waiting.forEach(WantTable.Want::withdrawOffer);
            } else {
                signals.add(signal);
                room -= many;
            }
        }
        return signals;
    }

    private @Nullable RoomSignal<F> signal(
            long clientId, List<WantTable.Want<F>> waiting, int many) {
        Set<DelegationKind> kinds = EnumSet.noneOf(DelegationKind.class);
        waiting.forEach(want -> kinds.addAll(want.kinds()));
        ClientStates<F> client = holders.find(clientId);
        if (client == null) {
            return new RoomSignal<>(new KeepAny(clientId, many, kinds), waiting);
        }
        int room = pressure.roomOfClient() - client.held.all();
        if (room <= 0 || client.hasFailedToReturn()) {
            return null;
        }
        int keep = client.held.of(kinds) + Math.min(many, room);
        return new RoomSignal<>(new KeepAny(clientId, keep, kinds), waiting);
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
