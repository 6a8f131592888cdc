package org.nfs41.state.deleg;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.DelegationPressure.Demand;
import org.nfs41.state.deleg.DelegationPressure.Holding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has to part with how many delegations, and how often he is told. */
class DelegationPressureTest {
    private static final long PATIENCE = 90;

    /** Of 160 places, pressure begins at 140, and 100 may stay. */
    private final DelegationPressure pressure =
            new DelegationPressure(new DelegationLimits(1_000, 160));

    private long now = 1;

    private List<Demand> round(Holding... holdings) {
        List<Holding> all = List.of(holdings);
        return pressure.round(all.stream().mapToInt(Holding::held).sum(), all, PATIENCE, now);
    }

    private static Holding holding(long clientId, int held) {
        return new Holding(clientId, held, 0);
    }

    @Test
    void nobodyIsToldWhileThereIsRoom() {
        assertThat(round(holding(1, 100), holding(2, 39))).isEmpty();
    }

    @Test
    void whoHasMostIsToldToKeepWhatIsLeftForEach() {
        assertThat(round(holding(1, 90), holding(2, 40), holding(3, 10)))
                .containsExactly(new Demand.Keep(1, 50));
    }

    @Test
    void allThatHaveMuchAreToldToKeepTheSame() {
        assertThat(round(holding(1, 80), holding(2, 60), holding(3, 10)))
                .containsExactly(new Demand.Keep(1, 45), new Demand.Keep(2, 45));
    }

    @Test
    void nobodyIsToldAgainInTheTimeThatHeHas() {
        round(holding(1, 140));
        now += PATIENCE - 1;

        assertThat(round(holding(1, 140))).isEmpty();
        assertThat(round(holding(1, 100))).isEmpty();
        assertThat(round(holding(1, 150))).isEmpty();
    }

    @Test
    void whoDoesNotPartWithThemHasThemRecalledOneByOne() {
        round(holding(1, 140));
        now += PATIENCE;

        assertThat(round(holding(1, 140))).containsExactly(new Demand.Recall(1, 40));
        assertThat(round(new Holding(1, 140, 40))).isEmpty();
        assertThat(round(new Holding(1, 145, 40))).containsExactly(new Demand.Recall(1, 5));
    }

    @Test
    void fewAreRecalledInEachRound() {
        DelegationPressure large = new DelegationPressure(new DelegationLimits(10_000, 10_000));
        List<Holding> all = List.of(holding(1, 9_000));
        large.round(9_000, all, PATIENCE, now);
        now += PATIENCE;

        assertThat(large.round(9_000, all, PATIENCE, now))
                .containsExactly(new Demand.Recall(1, DelegationPressure.MOST_RECALLS));
    }

    @Test
    void noMoreIsRecalledThanThereIsNeedFor() {
        round(holding(1, 100), holding(2, 50));
        now += PATIENCE;

        assertThat(round(holding(1, 100), holding(2, 10)))
                .containsExactly(new Demand.Recall(1, 10));
        assertThat(round(holding(1, 99), holding(2, 1))).isEmpty();
        assertThat(round(holding(1, 100), holding(2, 50))).as("told anew").hasSize(1);
    }

    @Test
    void whoHasPartedWithThemIsToldAgainOnlyLater() {
        round(holding(1, 140));
        assertThat(round(holding(1, 100))).isEmpty();
        assertThat(round(holding(1, 150))).isEmpty();
        now += PATIENCE;

        assertThat(round(holding(1, 100), holding(2, 50))).isEmpty();
        assertThat(round(holding(1, 100), holding(2, 50))).containsExactly(new Demand.Keep(1, 50));
    }

    @Test
    void clientAtItsOwnLimitIsToldThoughOthersHaveRoom() {
        DelegationPressure own = new DelegationPressure(new DelegationLimits(16, 1_000));
        List<Holding> full = List.of(holding(1, 14), holding(2, 13));

        assertThat(own.round(27, full, PATIENCE, now)).containsExactly(new Demand.Keep(1, 10));
        now += PATIENCE;
        assertThat(own.round(27, full, PATIENCE, now)).containsExactly(new Demand.Recall(1, 4));
    }

    @Test
    void whatIsNotHeldAnyMoreLeavesLessForOthers() {
        assertThat(pressure.round(150, List.of(holding(1, 100)), PATIENCE, now))
                .containsExactly(new Demand.Keep(1, 50));
    }

    @Test
    void clientThatIsGoneIsForgotten() {
        round(holding(1, 150));
        assertThat(pressure.isDue(0)).isTrue();
        round();

        assertThat(pressure.isDue(0)).isFalse();
    }

    @Test
    void smallestLimitLeavesOneAtATime() {
        DelegationPressure one = new DelegationPressure(DelegationLimits.ofAll(1));

        assertThat(one.round(1, List.of(holding(1, 1)), PATIENCE, now))
                .containsExactly(new Demand.Keep(1, 0));
    }

    @Property(tries = 300)
    void clientsThatDoAsTheyAreToldMakeRoom(
            @ForAll @IntRange(min = 1, max = 500) int most,
            @ForAll @Size(min = 1, max = 8) int[] weights) {
        DelegationPressure any = new DelegationPressure(DelegationLimits.ofAll(most));
        int[] held = new int[weights.length];
        for (int i = 0; i < most; i++) {
            held[Math.floorMod(weights[i % weights.length] + i, held.length)]++;
        }
        List<Demand> demands = any.round(most, holdings(held), PATIENCE, 1);

        assertThat(demands).isNotEmpty();
        for (Demand demand : demands) {
            Demand.Keep keep = (Demand.Keep) demand;
            int client = (int) keep.clientId();
            assertThat(keep.many()).isBetween(0, held[client] - 1);
            held[client] = keep.many();
        }
        int left = Arrays.stream(held).sum();
        assertThat(any.hasRoom(left)).isTrue();
        assertThat(any.round(left, holdings(held), PATIENCE, 1)).isEmpty();
    }

    @Property(tries = 200)
    void roomIsMadeWhateverClientsDo(
            @ForAll @IntRange(min = 1, max = 300) int most,
            @ForAll @Size(min = 2, max = 40) @IntRange(min = 0, max = 7) int[] moves) {
        DelegationPressure any = new DelegationPressure(DelegationLimits.ofAll(most));
        Map<Long, Integer> held = new HashMap<>(Map.of(0L, most / 2, 1L, most - most / 2));
        Map<Long, Long> lastTold = new HashMap<>();
        for (int move : moves) {
            now += PATIENCE / 3;
            int taken = held.values().stream().mapToInt(Integer::intValue).sum();
            for (Demand demand : any.round(taken, holdings(held), PATIENCE, now)) {
                switch (demand) {
                    case Demand.Keep(long client, int many) -> {
                        Long before = lastTold.put(client, now);
                        assertThat(before == null || now - before >= PATIENCE).isTrue();
                        if (move % 2 == 0) {
                            held.put(client, many);
                        }
                    }
                    case Demand.Recall(long client, int many) ->
                            held.merge(client, -many, Integer::sum);
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            now += PATIENCE / 3;
            int taken = held.values().stream().mapToInt(Integer::intValue).sum();
            for (Demand demand : any.round(taken, holdings(held), PATIENCE, now)) {
                if (demand instanceof Demand.Recall(long client, int many)) {
                    held.merge(client, -many, Integer::sum);
                }
            }
        }

        assertThat(any.hasRoom(held.values().stream().mapToInt(Integer::intValue).sum())).isTrue();
    }

    private static List<Holding> holdings(int[] held) {
        List<Holding> all = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            all.add(holding(i, held[i]));
        }
        return all;
    }

    private static List<Holding> holdings(Map<Long, Integer> held) {
        List<Holding> all = new ArrayList<>();
        held.forEach((client, many) -> all.add(holding(client, many)));
        return all;
    }
}
