package org.nfs41.state;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

import org.nfs41.state.SlotTableModel.Answer;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A whole table of slots against {@link SlotTableModel}: requests of all kinds, endings, scarcity
 * and time in any order, from a client that heeds the limits, does not, or does both in turn.
 */
class SlotTableProperties {
    /** What happens next. */
    sealed interface Step {
        /** A request, and whether it ends at once. */
        record Send(int slotId, Kind kind, boolean cacheThis, boolean ends) implements Step {}

        /** A request in progress ends, if there is one in that slot. */
        record End(int slotId) implements Step {}

        /** The client tells of its slots in another way from now on. */
        record Conduct(Highest highest) implements Step {}

        /** Memory gets as scarce as that: 0 to 16. */
        record Scarcity(int level) implements Step {}

        record Pause(int seconds) implements Step {}
    }

    /** What a request is to what its slot has seen before. */
    enum Kind {
        NEXT,
        RETRY,
        OTHER_CONTENT,
        OTHER_PRINCIPAL,
        ANEW,
        FIRST_AGAIN,
        OLD,
        SKIPPING
    }

    /** What a client says of the slots that it uses. */
    enum Highest {
        NONE_BUT_ITS_OWN,
        TARGET,
        ALL_GRANTED
    }

    /** What a run must have met, besides all answers, to have tested anything. */
    enum Event {
        TARGET_LOWERED,
        TARGET_RAISED,
        SLOT_RETIRED,
        LIMIT_FORCED,
        BEGUN_ANEW,
        WENT_ON_AFTER_RETIREMENT,
        WRAPPED
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void behavesLikeTheModel(
            @ForAll @IntRange(min = 1, max = 8) int granted,
            @ForAll("starts") int start,
            @ForAll("steps") List<Step> steps) {
        SlotTablePair pair = new SlotTablePair(granted, start);
        Set<Event> events = EnumSet.noneOf(Event.class);
        Set<Answer> answers = EnumSet.noneOf(Answer.class);
        for (Step step : steps) {
            switch (step) {
                case Step.Send send -> answers.add(pair.send(send, events));
                case Step.End(int slotId) -> pair.end(slotId);
                case Step.Conduct(Highest highest) -> pair.conduct(highest);
                case Step.Scarcity(int level) -> pair.scarcity(level);
                case Step.Pause(int seconds) -> pair.pause(seconds);
            }
            pair.assertAlike();
        }
        answers.forEach(answer -> Statistics.label("answers").collect(answer));
        events.forEach(event -> Statistics.label("events").collect(event));
        Statistics.label("answers")
                .coverage(met -> {
                    for (Answer answer : Answer.values()) {
                        met.check(answer).count(count -> count > 0);
                    }
                });
        Statistics.label("events")
                .coverage(met -> {
                    for (Event event : Event.values()) {
                        met.check(event).count(count -> count > 0);
                    }
                });
    }

    @Provide
    Arbitrary<Integer> starts() {
        return Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(2, 0xFFFFFFFD));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> slotIds =
                Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(0)),
                        Tuple.of(2, Arbitraries.integers().between(0, 7)));
        Arbitrary<Kind> kinds =
                Arbitraries.frequencyOf(
                        Tuple.of(7, Arbitraries.just(Kind.NEXT)),
                        Tuple.of(2, Arbitraries.just(Kind.ANEW)),
                        Tuple.of(3, Arbitraries.just(Kind.RETRY)),
                        Tuple.of(3, Arbitraries.of(Kind.values())));
        Arbitrary<Step> sends =
                Combinators.combine(
                                slotIds,
                                kinds,
                                Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false)),
                                Arbitraries.frequency(Tuple.of(15, true), Tuple.of(1, false)))
                        .as(Step.Send::new);
        Arbitrary<Step> conducts = Arbitraries.of(Highest.values()).map(Step.Conduct::new);
        Arbitrary<Step> scarcities =
                Arbitraries.of(0, 0, 0, 4, 8, 12, 13, 14, 16).map(Step.Scarcity::new);
        Arbitrary<Step> pauses = Arbitraries.of(1, 60, 121).map(Step.Pause::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(24, sends),
                        Tuple.of(3, slotIds.map(Step.End::new)),
                        Tuple.of(1, conducts),
                        Tuple.of(1, scarcities),
                        Tuple.of(1, pauses))
                .list()
                .ofMaxSize(150)
                // Short runs get nowhere; found faults are cut down to short ones all the same.
                .withSizeDistribution(RandomDistribution.uniform());
    }
}
