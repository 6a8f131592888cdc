package org.nfs41.state.notify;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of a directory at random, told to a client that answers late, not at all or with an
 * error: as long as it is told, what it was told in order is the directory; and whatever could not
 * be told makes the delegation go.
 */
class NoticesProperties {
    private static final int NAMES = 4;

    /** In which everything is told, as there is room for all of it. */
    private static final int ROUNDS = 3;

    private static final long CHILD_DELAY = 5;
    private static final long DIRECTORY_DELAY = 20;

    enum Kind {
        ADD,
        REMOVE,
        RENAME,
        CHILD,
        DIRECTORY,
        LOOK,
        HEARD,
        LOST,
        WAIT,
        ROOM,
        CLOSE
    }

    record Step(Kind kind, int name, int other, int amount) {}

    /** A directory: what is at each name, and its own attribute. */
    private static final class Directory {
        final Map<String, Integer> entries = new TreeMap<>();
        int attribute;

        void apply(Notify change) {
            String[] words = change.values().utf8().split(" ", -1);
            switch (change.mask().next(0)) {
                case NotifyTypes.ADD_ENTRY -> entries.put(words[0], Integer.valueOf(words[1]));
                case NotifyTypes.REMOVE_ENTRY -> entries.remove(words[0]);
                case NotifyTypes.RENAME_ENTRY -> {
                    entries.remove(words[0]);
                    entries.put(words[1], Integer.valueOf(words[2]));
                }
                case NotifyTypes.CHANGE_CHILD_ATTRS ->
                        assertThat(entries.replace(words[0], Integer.valueOf(words[1])))
                                .as("what %s was", words[0])
                                .isNotNull();
                default -> attribute = Integer.parseInt(words[0]);
            }
        }
    }

    /** A server's directory, what is told of it, and a client. */
    private static final class World {
        final NoticeBudget budget = new NoticeBudget(1 << 20);
        final Directory real = new Directory();
        final Directory seen = new Directory();
        final NoticeTerms terms =
                new NoticeTerms(
                        Bitmap.of(0, 1, 2, 3, 4),
                        Bitmap.EMPTY,
                        Bitmap.EMPTY,
                        CHILD_DELAY,
                        DIRECTORY_DELAY);
        int room = 1 << 16;
        final Notices notices = new Notices(terms, budget, () -> room);
        long now;
        int values;
        boolean calling;
        boolean lost;
        boolean tight;
        boolean gone;

        void step(Step step) {
            String name = "n" + step.name();
            String other = "n" + step.other();
            switch (step.kind()) {
                case ADD -> tellNames(NotifyTypes.ADD_ENTRY, name + " " + ++values, name);
                case REMOVE -> {
                    if (real.entries.containsKey(name)) {
                        tellNames(NotifyTypes.REMOVE_ENTRY, name, name);
                    }
                }
                case RENAME -> {
                    if (real.entries.containsKey(name) && !name.equals(other)) {
                        String change = name + " " + other + " " + ++values;
                        tellNames(NotifyTypes.RENAME_ENTRY, change, name, other);
                    }
                }
                case CHILD -> {
                    if (real.entries.containsKey(name)) {
                        Notify change = of(NotifyTypes.CHANGE_CHILD_ATTRS, name + " " + ++values);
                        real.apply(change);
                        notices.childChanged(Opaque.utf8(name), change, now);
                    }
                }
                case DIRECTORY -> {
                    Notify change = of(NotifyTypes.CHANGE_DIR_ATTRS, "" + ++values);
                    real.apply(change);
                    notices.directoryChanged(change, now);
                }
                case LOOK -> look();
                case HEARD -> answer(true);
                case LOST -> answer(false);
                case WAIT -> now += step.amount();
                case ROOM -> {
                    room = 16 + step.amount() * 4;
                    tight = true;
                }
                case CLOSE -> {
                    gone |= step.amount() == 0;
                    if (gone) {
                        notices.close();
                    }
                }
            }
        }

        private void tellNames(int type, String text, String... touched) {
            Notify change = of(type, text);
            real.apply(change);
            notices.namesChanged(change, List.of(touched).stream().map(Opaque::utf8).toList());
        }

        private static Notify of(int type, String text) {
            return new Notify(Bitmap.of(type), Opaque.utf8(text));
        }

        void look() {
            switch (notices.due(now)) {
                case DueNotices.Nothing nothing -> {}
                case DueNotices.Tell(List<Notify> changes) -> {
                    assertThat(gone || calling).as("told when it must not be").isFalse();
                    assertThat(changes).isNotEmpty();
                    int bytes = changes.stream().mapToInt(each -> sizeOf(each)).sum();
                    assertThat(bytes).isLessThanOrEqualTo(room);
                    changes.forEach(seen::apply);
                    calling = true;
                }
                case DueNotices.GiveUp giveUp -> {
                    assertThat(gone).as("gives up twice").isFalse();
                    assertThat(lost || tight).as("gives up without a reason").isTrue();
                    gone = true;
                }
            }
        }

        private static int sizeOf(Notify change) {
            XdrWriter out = new XdrWriter();
            change.encode(out);
            return out.position();
        }

        private void answer(boolean heard) {
            if (calling) {
                calling = false;
                lost |= !heard;
                notices.called(heard);
            }
        }

        /** Nothing more happens but that the client hears. */
        void settle() {
            room = 1 << 16;
            now += CHILD_DELAY + DIRECTORY_DELAY;
            for (int i = 0; i < ROUNDS; i++) {
                answer(true);
                look();
            }
        }
    }

    @Property(tries = 2000)
    void clientKnowsTheDirectoryAsLongAsItIsTold(@ForAll("steps") List<Step> steps) {
        World world = new World();
        steps.forEach(world::step);
        world.settle();

        if (!world.gone) {
            assertThat(world.lost).as("a call was lost").isFalse();
            assertThat(world.seen.entries).isEqualTo(world.real.entries);
            assertThat(world.seen.attribute).isEqualTo(world.real.attribute);
        }
        assertThat(world.notices.waiting()).isZero();
        assertThat(world.budget.takenBytes()).isZero();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> often =
                Arbitraries.frequency(
                        Tuple.of(6, Kind.ADD),
                        Tuple.of(4, Kind.REMOVE),
                        Tuple.of(5, Kind.RENAME),
                        Tuple.of(6, Kind.CHILD),
                        Tuple.of(3, Kind.DIRECTORY),
                        Tuple.of(8, Kind.LOOK),
                        Tuple.of(6, Kind.HEARD),
                        Tuple.of(4, Kind.WAIT));
        Arbitrary<Kind> seldom = Arbitraries.of(Kind.LOST, Kind.ROOM, Kind.CLOSE);
        Arbitrary<Kind> either = Arbitraries.frequencyOf(Tuple.of(60, often), Tuple.of(1, seldom));
        return Combinators.combine(
                        either,
                        Arbitraries.integers().between(0, NAMES - 1),
                        Arbitraries.integers().between(0, NAMES - 1),
                        Arbitraries.integers().between(0, 8))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }
}
