package org.nfs41.state.lock;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Any sequence of locks and unlocks against a model with one cell for each byte. */
class RangeLocksProperties {
    private static final int CELLS = 14;
    private static final int OWNERS = 3;

    enum Kind {
        LOCK,
        UNLOCK,
        RELEASE
    }

    /** Something done to the cells {@code from} to {@code to}; the last cell is all to the end. */
    record Step(Kind kind, int owner, int part, boolean exclusive, int from, int to) {
        String holder() {
            return owner + "/" + part;
        }
    }

    /** Who has locked a byte and how. */
    record Cell(boolean exclusive, String holder) {}

    /** Plain and slow. */
    static final class Model {
        final @Nullable Cell[][] cells = new Cell[OWNERS][CELLS];
        final long base;

        Model(long base) {
            this.base = base;
        }

        ByteRange range(int from, int to) {
            ByteRange range = ByteRange.of(base + from, to == CELLS - 1 ? -1 : to - from + 1);
            return Objects.requireNonNull(range);
        }

        void set(int owner, int from, int to, @Nullable Cell cell) {
            for (int i = from; i <= to; i++) {
                cells[owner][i] = cell;
            }
        }

        boolean conflicts(int owner, int from, int to, boolean exclusive) {
            for (int other = 0; other < OWNERS; other++) {
                for (int i = from; i <= to && other != owner; i++) {
                    Cell cell = cells[other][i];
                    if (cell != null && (exclusive || cell.exclusive())) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** The owner's locks: as long as the cells are alike. */
        List<RangeLock<Integer, String>> locks(int owner) {
            List<RangeLock<Integer, String>> runs = new ArrayList<>();
            int from = 0;
            for (int i = 1; i <= CELLS; i++) {
                Cell cell = cells[owner][from];
                if (i == CELLS || !Objects.equals(cell, cells[owner][i])) {
                    if (cell != null) {
                        ByteRange range = range(from, i - 1);
                        runs.add(new RangeLock<>(range, cell.exclusive(), owner, cell.holder()));
                    }
                    from = i;
                }
            }
            return runs;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> cell = Arbitraries.integers().between(0, CELLS - 1);
        return Combinators.combine(
                        Arbitraries.of(
                                Kind.LOCK,
                                Kind.LOCK,
                                Kind.LOCK,
                                Kind.UNLOCK,
                                Kind.UNLOCK,
                                Kind.RELEASE),
                        Arbitraries.integers().between(0, OWNERS - 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(true, false, false),
                        cell,
                        cell)
                .as((kind, owner, part, exclusive, a, b) ->
                        new Step(kind, owner, part, exclusive, Math.min(a, b), Math.max(a, b)))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Long> bases() {
        return Arbitraries.of(0L, Long.MAX_VALUE - CELLS / 2, (long) -CELLS);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void locksAgreeWithTheModel(@ForAll("steps") List<Step> steps, @ForAll("bases") long base) {
        RangeLocks<Integer, String> locks = new RangeLocks<>();
        Model model = new Model(base);
        for (Step step : steps) {
            ByteRange range = model.range(step.from(), step.to());
            int before = locks.count();
            switch (step.kind()) {
                case LOCK -> {
                    lock(locks, model, step, range);
                    assertThat(locks.count()).isLessThanOrEqualTo(before + RangeLocks.MOST_ADDED);
                }
                case UNLOCK -> {
                    boolean adds = locks.unlockAdds(step.owner(), range);
                    locks.unlock(step.owner(), range);
                    model.set(step.owner(), step.from(), step.to(), null);
                    assertThat(locks.count() > before).isEqualTo(adds);
                    assertThat(locks.count()).isLessThanOrEqualTo(before + 1);
                }
                case RELEASE -> release(locks, model, step);
            }
            check(locks, model);
        }
    }

    private static void lock(
            RangeLocks<Integer, String> locks, Model model, Step step, ByteRange range) {
        RangeLock<Integer, String> conflict =
                locks.conflict(step.owner(), range, step.exclusive(), holder -> true);
        boolean expected = model.conflicts(step.owner(), step.from(), step.to(), step.exclusive());
        assertThat(conflict != null).isEqualTo(expected);
        if (conflict != null) {
            assertThat(conflict.owner()).isNotEqualTo(step.owner());
            assertThat(conflict.range().overlaps(range)).isTrue();
            assertThat(model.locks(conflict.owner())).contains(conflict);
            return;
        }
        locks.lock(new RangeLock<>(range, step.exclusive(), step.owner(), step.holder()));
        model.set(step.owner(), step.from(), step.to(), new Cell(step.exclusive(), step.holder()));
    }

    private static void release(RangeLocks<Integer, String> locks, Model model, Step step) {
        locks.release(step.owner(), step.holder());
        for (int i = 0; i < CELLS; i++) {
            Cell cell = model.cells[step.owner()][i];
            if (cell != null && cell.holder().equals(step.holder())) {
                model.cells[step.owner()][i] = null;
            }
        }
    }

    private static void check(RangeLocks<Integer, String> locks, Model model) {
        int count = 0;
        for (int owner = 0; owner < OWNERS; owner++) {
            List<RangeLock<Integer, String>> expected = model.locks(owner);
            assertThat(locks.of(owner)).isEqualTo(expected);
            count += expected.size();
            for (int part = 0; part < 2; part++) {
                String holder = owner + "/" + part;
                assertThat(locks.held(holder))
                        .isEqualTo(
                                (int)
                                        expected.stream()
                                                .filter(l -> l.holder().equals(holder))
                                                .count());
            }
        }
        assertThat(locks.count()).isEqualTo(count);
    }

    /** Many locks, so that the tree has to turn; each answer against a look at all of them. */
    @Property(tries = 10)
    void treeFindsWhatALookAtAllFinds(@ForAll Random random) {
        LockTree<Integer, String> tree = new LockTree<>();
        List<LockNode<Integer, String>> nodes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (!nodes.isEmpty() && random.nextInt(3) == 0) {
                tree.remove(nodes.remove(random.nextInt(nodes.size())));
            } else {
                nodes.add(tree.add(any(random)));
            }
            assertThat(tree.height()).isLessThanOrEqualTo(mostHeight(nodes.size()));
            RangeLock<Integer, String> wanted = any(random);
            RangeLock<Integer, String> found =
                    tree.conflict(wanted.owner(), wanted.range(), wanted.exclusive(), h -> true);
            List<RangeLock<Integer, String>> conflicts =
                    nodes.stream().map(n -> n.lock).filter(l -> conflict(l, wanted)).toList();
            assertThat(found == null).isEqualTo(conflicts.isEmpty());
            if (found != null) {
                assertThat(conflicts).contains(found);
                assertThat(conflicts)
                        .allMatch(l ->
                                Long.compareUnsigned(l.range().first(), found.range().first())
                                        >= 0);
            }
        }
    }

    private static boolean conflict(
            RangeLock<Integer, String> lock, RangeLock<Integer, String> wanted) {
        return !lock.owner().equals(wanted.owner())
                && (lock.exclusive() || wanted.exclusive())
                && lock.range().overlaps(wanted.range());
    }

    private static RangeLock<Integer, String> any(Random random) {
        // small ones, most of which overlap nothing, around the middle of all offsets
        long first = Long.MAX_VALUE - 50_000 + random.nextInt(100_000);
        long last = first + random.nextInt(random.nextInt(20) == 0 ? 5_000 : 30);
        return new RangeLock<>(
                new ByteRange(first, last), random.nextInt(4) == 0, random.nextInt(5), "h");
    }

    private static int mostHeight(int nodes) {
        return (int) Math.ceil(1.45 * (Math.log(nodes + 2.0) / Math.log(2)));
    }
}
