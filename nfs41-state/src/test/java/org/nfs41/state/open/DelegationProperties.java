package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.Recall;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;

/**
 * Clients that open files, get delegations, get in each other's way, return or do not, lapse and
 * end, in any order, against a plain model: no two delegations in conflict, no recall lost, nothing
 * blocked for longer than it may be.
 */
class DelegationProperties {
    private static final int CLIENTS = 3;
    private static final int FILES = 2;
    private static final long PATIENCE = 100;
    private static final long PAUSE = 30;

    enum Kind {
        OPEN,
        CLOSE,
        WANT_READ,
        WANT_WRITE,
        WANT_ANY,
        READ,
        CHANGE,
        GIVE_BACK,
        HEAR,
        MISS,
        TICK,
        WAIT,
        LAPSE,
        COME_BACK,
        FREE,
        END
    }

    record Step(Kind kind, int client, int file, Share share, int time) {}

    /** A delegation that was given. */
    private static final class Given {
        final int client;
        final int file;
        final StateId id;
        final DelegationKind kind;
        NfsStatus status = NfsStatus.OK;
        long recalledAt = -1;
        boolean calling;
        boolean heard;

        Given(int client, int file, StateId id, DelegationKind kind) {
            this.client = client;
            this.file = file;
            this.id = id;
            this.kind = kind;
        }

        boolean isHeld() {
            return status.isOk();
        }

        boolean isOverdue(long now) {
            return recalledAt >= 0 && now - recalledAt >= PATIENCE;
        }
    }

    private static final class Opening {
        final int client;
        final int file;
        final StateId id;
        final Share share;

        Opening(int client, int file, StateId id, Share share) {
            this.client = client;
            this.file = file;
            this.id = id;
            this.share = share;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Share> shares =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3), Arbitraries.of(0, 0, 0, 1, 2))
                        .as(Share::new);
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(0, FILES - 1),
                        shares,
                        Arbitraries.integers().between(0, 60))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 600)
    void tableDoesWhatTheModelSays(@ForAll("steps") List<Step> steps) {
        new Run().all(steps);
    }

    private static final class Run {
        final StateTables<Integer> tables = new StateTables<>(new StateIdSource(1, 2));
        final DelegationTable<Integer> table = tables.delegations();
        final Holder[] holders = new Holder[CLIENTS];
        final List<Given> given = new ArrayList<>();
        final List<Opening> opens = new ArrayList<>();
        final List<Recall<Integer>> underway = new ArrayList<>();
        final long[] lastConflict = {-1, -1};
        long now = 1;

        void all(List<Step> steps) {
            for (int i = 0; i < CLIENTS; i++) {
                holders[i] = new Holder(i);
            }
            for (Step step : steps) {
                apply(step);
                check();
            }
        }

        void check() {
            for (Given one : given) {
                assertThat(tables.stateIds().test(one.id, one.client)).isEqualTo(one.status);
                for (Given two : given) {
                    if (one != two && one.isHeld() && two.isHeld() && one.file == two.file) {
                        assertThat(one.client).isNotEqualTo(two.client);
                        assertThat(one.kind.excludes(two.kind)).as("conflict").isFalse();
                    }
                }
            }
            long recalled = given.stream().filter(g -> g.isHeld() && g.recalledAt >= 0).count();
            assertThat(tables.recalls().count()).isEqualTo((int) recalled);
        }

        void apply(Step step) {
            Holder holder = holders[step.client()];
            switch (step.kind()) {
                case OPEN -> open(holder, step);
                case CLOSE -> close(step);
                case WANT_READ -> want(holder, step, List.of(DelegationKind.READ));
                case WANT_WRITE -> want(holder, step, List.of(DelegationKind.WRITE));
                case WANT_ANY ->
                        want(holder, step, List.of(DelegationKind.WRITE, DelegationKind.READ));
                case READ -> disturb(step, Interference.READING);
                case CHANGE -> disturb(step, Interference.CHANGING);
                case GIVE_BACK -> giveBack(step);
                case HEAR -> answer(true);
                case MISS -> answer(false);
                case TICK -> tick();
                case WAIT -> now += step.time();
                case LAPSE -> holder.lapsed = true;
                case COME_BACK -> holder.lapsed = false;
                case FREE -> free(step);
                case END -> end(step.client());
            }
        }

        void open(Holder holder, Step step) {
            holder.lapsed = false;
            Share share = step.share();
            Interference what = Interference.of(share.access(), share.deny());
            boolean clear = disturb(step, what);
            Opened<Integer> opened =
                    tables.opens()
                            .open(
                                    holder,
                                    Opaque.utf8("o" + opens.size()),
                                    step.file(),
                                    share,
                                    false,
                                    now);
            if (!clear) {
                assertThat(opened.status()).isEqualTo(NfsStatus.DELAY);
            }
            if (opened.status().isOk()) {
                if (!opened.revoked().isEmpty()) {
                    opens.removeIf(o -> !tables.stateIds().test(o.id, o.client).isOk());
                }
                opens.add(new Opening(step.client(), step.file(), opened.stateId(), share));
            }
        }

        void close(Step step) {
            for (Opening each : List.copyOf(opens)) {
                if (each.client == step.client() && each.file == step.file()) {
                    tables.opens().close(each.id, each.client, each.file);
                    opens.remove(each);
                    return;
                }
            }
        }

        void want(Holder holder, Step step, List<DelegationKind> kinds) {
            holder.lapsed = false;
            Granted granted = table.grant(holder, step.file(), kinds, null, PAUSE, now);
            DelegationKind expected = grantable(step, kinds);
            if (expected == null) {
                assertThat(granted).isInstanceOf(Granted.No.class);
                return;
            }
            assertThat(granted).isInstanceOf(Granted.Yes.class);
            Granted.Yes yes = (Granted.Yes) granted;
            assertThat(yes.kind()).isEqualTo(expected);
            given.add(new Given(step.client(), step.file(), yes.stateId(), yes.kind()));
        }

        @Nullable DelegationKind grantable(Step step, List<DelegationKind> kinds) {
            for (Given each : given) {
                boolean lost =
                        each.client == step.client() && each.status.equals(NfsStatus.DELEG_REVOKED);
                boolean mine = each.client == step.client() && each.isHeld();
                if (lost || (each.file == step.file() && (mine || isRecalled(each)))) {
                    return null;
                }
            }
            if (lastConflict[step.file()] >= 0 && now - lastConflict[step.file()] < PAUSE) {
                return null;
            }
            for (DelegationKind kind : kinds) {
                boolean free =
                        given.stream()
                                        .filter(g -> g.isHeld() && g.file == step.file())
                                        .noneMatch(g -> g.kind.excludes(kind))
                                && opens.stream()
                                        .filter(o -> o.file == step.file())
                                        .filter(o -> o.client != step.client())
                                        .noneMatch(o ->
                                                kind == DelegationKind.WRITE
                                                        || (o.share.access() & 2) != 0
                                                        || (o.share.deny() & 1) != 0);
                if (free) {
                    return kind;
                }
            }
            return null;
        }

        static boolean isRecalled(Given each) {
            return each.isHeld() && each.recalledAt >= 0;
        }

        boolean disturb(Step step, Interference what) {
            Clearance<Integer> clearance =
                    tables.conflicts()
                            .clear(step.file(), step.client(), what, false, PATIENCE, now);
            boolean clear = true;
            int recalls = 0;
            for (Given each : given) {
                if (!each.isHeld()
                        || each.file != step.file()
                        || each.client == step.client()
                        || (what == Interference.READING && each.kind == DelegationKind.READ)) {
                    continue;
                }
                lastConflict[step.file()] = now;
                if (holders[each.client].lapsed) {
                    each.status = NfsStatus.EXPIRED;
                } else if (each.isOverdue(now)) {
                    each.status = NfsStatus.DELEG_REVOKED;
                } else {
                    clear = false;
                    if (each.recalledAt < 0) {
                        each.recalledAt = now;
                        each.calling = true;
                        recalls++;
                    }
                }
            }
            assertThat(clearance.isClear()).isEqualTo(clear);
            assertThat(clearance.recalls()).hasSize(recalls);
            underway.addAll(clearance.recalls());
            return clear;
        }

        void giveBack(Step step) {
            for (Given each : given) {
                if (each.isHeld() && each.client == step.client() && each.file == step.file()) {
                    assertThat(table.giveBack(each.id, each.client, each.file).isOk()).isTrue();
                    each.status = NfsStatus.BAD_STATEID;
                }
            }
        }

        void answer(boolean heard) {
            if (!underway.isEmpty()) {
                Recall<Integer> recall = underway.removeFirst();
                tables.recalls().called(recall, heard);
                Given of = of(recall);
                of.calling = false;
                of.heard |= heard;
            }
        }

        Given of(Recall<Integer> recall) {
            return given.stream().filter(g -> g.id.equals(recall.stateId())).findFirst().get();
        }

        void tick() {
            DelegationRound<Integer> round = tables.recalls().tick(PATIENCE, now);
            List<Integer> revoked = new ArrayList<>();
            for (Given each : given) {
                if (isRecalled(each) && each.isOverdue(now)) {
                    each.status = NfsStatus.DELEG_REVOKED;
                    revoked.add(each.file);
                } else if (isRecalled(each)) {
                    boolean again = !each.calling && !each.heard;
                    assertThat(round.recalls().stream().anyMatch(r -> of(r) == each))
                            .as("told again")
                            .isEqualTo(again);
                    each.calling |= again;
                }
            }
            assertThat(round.revoked()).containsExactlyInAnyOrderElementsOf(revoked);
            underway.addAll(round.recalls());
        }

        void free(Step step) {
            for (Given each : given) {
                if (each.client == step.client() && !each.status.equals(NfsStatus.BAD_STATEID)) {
                    NfsStatus freed = tables.stateIds().free(each.id, each.client);
                    assertThat(freed)
                            .isEqualTo(each.isHeld() ? NfsStatus.LOCKS_HELD : NfsStatus.OK);
                    each.status = each.isHeld() ? each.status : NfsStatus.BAD_STATEID;
                }
            }
        }

        void end(int client) {
            tables.holders().release(client);
            opens.removeIf(each -> each.client == client);
            for (Given each : given) {
                if (each.client == client) {
                    each.status = NfsStatus.BAD_STATEID;
                }
            }
            long places =
                    given.stream().filter(g -> !g.status.equals(NfsStatus.BAD_STATEID)).count();
            assertThat(table.count()).isEqualTo((int) places);
        }
    }
}
