package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Any sequence of OPEN, OPEN_DOWNGRADE and CLOSE against a model that is plain and slow. */
class OpenTableProperties {
    enum Kind {
        OPEN,
        DOWNGRADE,
        CLOSE
    }

    record Step(Kind kind, int client, int owner, int file, Share share) {
        Key key() {
            return new Key(client, owner, file);
        }
    }

    record Key(int client, int owner, int file) {}

    /** The model's open: each different OPEN in effect, and the last state id given out. */
    static final class Held {
        final List<Share> opens = new ArrayList<>();
        StateId id = StateId.INVALID;

        int access() {
            return opens.stream().mapToInt(Share::access).reduce(0, (a, b) -> a | b);
        }

        int deny() {
            return opens.stream().mapToInt(Share::deny).reduce(0, (a, b) -> a | b);
        }

        boolean hasSubset(Share wanted) {
            boolean access = false;
            boolean deny = false;
            for (int subset = 0; subset < 1 << opens.size(); subset++) {
                int accessUnion = 0;
                int denyUnion = 0;
                for (int i = 0; i < opens.size(); i++) {
                    if ((subset & 1 << i) != 0) {
                        accessUnion |= opens.get(i).access();
                        denyUnion |= opens.get(i).deny();
                    }
                }
                access |= accessUnion == wanted.access();
                deny |= denyUnion == wanted.deny();
            }
            return access && deny;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Share> shares =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.frequency(
                                        net.jqwik.api.Tuple.of(6, 0),
                                        net.jqwik.api.Tuple.of(1, 1),
                                        net.jqwik.api.Tuple.of(1, 2),
                                        net.jqwik.api.Tuple.of(1, 3)))
                        .as(Share::new);
        Arbitrary<Step> step =
                Combinators.combine(
                                Arbitraries.of(Kind.OPEN, Kind.OPEN, Kind.DOWNGRADE, Kind.CLOSE),
                                Arbitraries.integers().between(1, 2),
                                Arbitraries.integers().between(1, 2),
                                Arbitraries.integers().between(1, 2),
                                shares)
                        .as(Step::new);
        return step.list().ofMaxSize(40);
    }

    @Property(tries = 300)
    void tableAgreesWithTheModel(@ForAll("steps") List<Step> steps) {
        StateTables<Integer> tables = new StateTables<>(new StateIdSource(1, 2));
        Map<Key, Held> model = new HashMap<>();
        for (Step step : steps) {
            switch (step.kind()) {
                case OPEN -> open(tables, model, step);
                case DOWNGRADE -> downgrade(tables, model, step);
                case CLOSE -> close(tables, model, step);
            }
            check(tables, model);
        }
    }

    private static void open(StateTables<Integer> tables, Map<Key, Held> model, Step step) {
        Share share = step.share();
        boolean conflict =
                model.entrySet().stream()
                        .filter(e -> e.getKey().file() == step.file())
                        .map(Map.Entry::getValue)
                        .anyMatch(h ->
                                (h.deny() & share.access()) != 0
                                        || (h.access() & share.deny()) != 0);
        Opaque owner = Opaque.utf8("o" + step.owner());
        Opened<Integer> opened =
                tables.opens().open(new Holder(step.client()), owner, step.file(), share, false, 0);
        assertThat(opened.status()).isEqualTo(conflict ? NfsStatus.SHARE_DENIED : NfsStatus.OK);
        if (conflict) {
            return;
        }
        Held held = model.computeIfAbsent(step.key(), key -> new Held());
        if (!held.opens.isEmpty()) {
            assertThat(opened.stateId()).isEqualTo(next(held.id));
        } else {
            assertThat(opened.stateId().seqid()).isEqualTo(1);
        }
        if (!held.opens.contains(share)) {
            held.opens.add(share);
        }
        held.id = opened.stateId();
    }

    private static void downgrade(StateTables<Integer> tables, Map<Key, Held> model, Step step) {
        Held held = model.get(step.key());
        if (held == null) {
            return;
        }
        Reduced reduced =
                tables.opens().downgrade(held.id, step.client(), step.file(), step.share());
        if (!held.hasSubset(step.share())) {
            assertThat(reduced.status()).isEqualTo(NfsStatus.INVAL);
            return;
        }
        assertThat(reduced.status()).isEqualTo(NfsStatus.OK);
        assertThat(reduced.stateId()).isEqualTo(next(held.id));
        held.id = reduced.stateId();
        model.put(step.key(), reducedTo(step.share(), held));
    }

    /** Accesses and denials shrink apart from each other, so they are kept apart. */
    private static Held reducedTo(Share share, Held held) {
        Held rest = new Held();
        rest.id = held.id;
        for (Share open : held.opens) {
            boolean accessStays = (open.access() & ~share.access()) == 0;
            boolean denyStays = (open.deny() & ~share.deny()) == 0;
            if (accessStays || denyStays) {
                rest.opens.add(
                        new Share(accessStays ? open.access() : 0, denyStays ? open.deny() : 0));
            }
        }
        return rest;
    }

    private static void close(StateTables<Integer> tables, Map<Key, Held> model, Step step) {
        Held held = model.remove(step.key());
        if (held != null) {
            assertThat(tables.opens().close(held.id, step.client(), step.file()).status())
                    .isEqualTo(NfsStatus.OK);
            assertThat(tables.stateIds().test(held.id, step.client()))
                    .isEqualTo(NfsStatus.BAD_STATEID);
        }
    }

    private static void check(StateTables<Integer> tables, Map<Key, Held> model) {
        assertThat(tables.opens().count()).isEqualTo(model.size());
        for (Map.Entry<Key, Held> entry : model.entrySet()) {
            Key key = entry.getKey();
            Held held = entry.getValue();
            assertThat(tables.stateIds().test(held.id, key.client())).isEqualTo(NfsStatus.OK);
            for (StateUse use : List.of(StateUse.READ, StateUse.WRITE)) {
                boolean allowed = (held.access() & use.access()) == use.access();
                assertThat(tables.stateIds().validate(held.id, key.client(), key.file(), use))
                        .isEqualTo(allowed ? NfsStatus.OK : NfsStatus.OPENMODE);
            }
        }
        for (int file = 1; file <= 2; file++) {
            int each = file;
            int denied =
                    model.entrySet().stream()
                            .filter(e -> e.getKey().file() == each)
                            .mapToInt(e -> e.getValue().deny())
                            .reduce(0, (a, b) -> a | b);
            assertThat(tables.stateIds().validate(StateId.ANONYMOUS, 1, file, StateUse.WRITE))
                    .isEqualTo((denied & Share.WRITE) == 0 ? NfsStatus.OK : NfsStatus.LOCKED);
            assertThat(tables.opens().isOpen(file))
                    .isEqualTo(model.keySet().stream().anyMatch(k -> k.file() == each));
        }
    }

    private static StateId next(StateId id) {
        return new StateId(id.seqid() + 1, id.otherHigh(), id.otherLow());
    }
}
