package org.nfs41.state.deleg;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has to part with delegations when there is hardly room for more (RFC 8881 section 20.6).
 *
 * <p>Those that hold most are told to keep no more than will be left for each; what they part with
 * they choose themselves. Nobody is told again within {@code patience}, so that room which is taken
 * again at once does not become a storm of calls. From who has not come down to that number in this
 * time single delegations are recalled, until there is room. A client that is at its own limit is
 * dealt with alike, however much room there is for others. Not safe for use by several threads.
 */
public final class DelegationPressure {
    /** Of each client in one round, so that the calls to it do not crowd out all others. */
    static final int MOST_RECALLS = 64;

    private final Marks all;
    private final Marks ofClient;

    /** What clients have been told within {@code patience}, or have not complied with. */
    private final Map<Long, Told> told = new HashMap<>();

    /**
     * What a client has.
     *
     * @param clientId who
     * @param held its delegations
     * @param recalled those of them that are being recalled
     */
    public record Holding(long clientId, int held, int recalled) {}

    /** What is to be done. */
    public sealed interface Demand {
        /** A client is to be told how many delegations it may keep, by CB_RECALL_ANY. */
        record Keep(long clientId, int many) implements Demand {}

        /** So many delegations of a client, whichever, are to be recalled. */
        record Recall(long clientId, int many) implements Demand {}
    }

    /**
     * When there are too many and when few enough.
     *
     * @param begin so many are too many
     * @param target so many may stay
     */
    private record Marks(int begin, int target) {
        /** Of all places, what is left when clients are told: enough for those who ask now. */
        private static final int HEADROOM = 8;

        /** Of all places, what clients are to make free: else they would soon be told again. */
        private static final int ROOM = 4;

        static Marks of(int most) {
            int begin = most - most / HEADROOM;
            return new Marks(begin, begin - Math.max(1, most / ROOM));
        }
    }

    private record Told(int keep, long at) {}

    /** Decides so that these limits are not reached if clients do as they are told. */
    public DelegationPressure(DelegationLimits limits) {
        all = Marks.of(limits.all());
        ofClient = Marks.of(limits.ofClient());
    }

    /** Whether {@link #round} may demand something, so that it is worth gathering what it needs. */
    public boolean isDue(int taken) {
        return taken >= Math.min(all.begin, ofClient.begin) || !told.isEmpty();
    }

    /** Whether there is room that nobody has to make first. */
    public boolean hasRoom(int taken) {
        return taken < all.begin;
    }

    /** How many more there can be before anybody has to part with some; 0 or more. */
    public int room(int taken) {
        return Math.max(0, all.begin - taken);
    }

    /** How many a client can have before it has to part with some. */
    public int roomOfClient() {
        return ofClient.begin;
    }

    /**
     * What is to be done now. To be called some times in each lease.
     *
     * @param taken how many places for delegations are taken
     * @param holdings of each client that has any
     * @param patience nanoseconds that a client has to part with some; not less than a lease
     * @param now monotonic nanoseconds
     */
    public List<Demand> round(int taken, List<Holding> holdings, long patience, long now) {
        int level = taken < all.begin ? Integer.MAX_VALUE : level(taken, holdings);
        int tooMany = taken - all.target;
        for (Holding each : holdings) {
            tooMany -= each.recalled;
        }
        List<Demand> demands = new ArrayList<>();
        Set<Long> present = new HashSet<>();
        for (Holding each : holdings) {
            present.add(each.clientId);
            int keep = Math.min(level, each.held < ofClient.begin ? level : ofClient.target);
            Demand demand = demand(each, keep, taken, tooMany, patience, now);
            if (demand instanceof Demand.Recall(long clientId, int many)) {
                tooMany -= many;
            }
            if (demand != null) {
                demands.add(demand);
            }
        }
        told.entrySet().removeIf(each -> !present.contains(each.getKey()));
        return demands;
    }

    private @Nullable Demand demand(
            Holding holding, int keep, int taken, int tooMany, long patience, long now) {
        Told before = told.get(holding.clientId);
        if (before == null) {
            if (holding.held <= keep) {
                return null;
            }
            told.put(holding.clientId, new Told(keep, now));
            return new Demand.Keep(holding.clientId, keep);
        }
        if (now - before.at < patience) {
            return null;
        }
        boolean isRelieved = taken <= all.target && holding.held <= ofClient.target;
        if (isRelieved || holding.held <= before.keep) {
            // others have made room enough, or it has done what it was told
            told.remove(holding.clientId);
            return null;
        }
        int own = holding.held - holding.recalled;
        int due = Math.max(tooMany, own - ofClient.target);
        int many = Math.min(Math.min(due, own - before.keep), MOST_RECALLS);
        return many <= 0 ? null : new Demand.Recall(holding.clientId, many);
    }

    /** How many each may keep so that all together have few enough. */
    private int level(int taken, List<Holding> holdings) {
        int[] held = holdings.stream().mapToInt(Holding::held).sorted().toArray();
        // what is not held but still has its place cannot be returned
        long left =
                Math.max(
                        0L, (long) all.target - (taken - Arrays.stream(held).asLongStream().sum()));
        for (int i = 0; i < held.length; i++) {
            int others = held.length - i;
            if ((long) held[i] * others > left) {
                return (int) (left / others);
            }
            left -= held[i];
        }
        return Integer.MAX_VALUE;
    }
}
