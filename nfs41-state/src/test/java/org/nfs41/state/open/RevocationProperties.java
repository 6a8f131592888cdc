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
import java.util.List;

/** Clients that lapse, come back, lose what others want and take note, against a plain model. */
class RevocationProperties {
    private static final Opaque OWNER = Opaque.utf8("owner");
    private static final int CLIENTS = 3;

    enum Kind {
        OPEN,
        CLOSE,
        LAPSE,
        COME_BACK,
        REVOKE,
        FREE,
        END
    }

    record Step(Kind kind, int client, int file, Share share) {}

    /** A state id that was given out, and what every use of it is to be answered with. */
    private static final class Given {
        final int client;
        final int file;
        StateId id;
        Share share;
        NfsStatus status = NfsStatus.OK;

        Given(int client, int file, StateId id, Share share) {
            this.client = client;
            this.file = file;
            this.id = id;
            this.share = share;
        }

        boolean isOpen() {
            return status.isOk();
        }

        boolean isRevoked() {
            return !isOpen() && !status.equals(NfsStatus.BAD_STATEID);
        }

        boolean conflicts(Share with) {
            return (share.access() & with.deny()) != 0 || (share.deny() & with.access()) != 0;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Share> shares =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.integers().between(0, 3))
                        .as(Share::new);
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(1, 2),
                        shares)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 400)
    void everyStateIdIsWhatTheModelSays(@ForAll("steps") List<Step> steps) {
        StateTables<Integer> tables = new StateTables<>(new StateIdSource(1, 2));
        Holder[] holders = new Holder[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            holders[i] = new Holder(i);
        }
        List<Given> model = new ArrayList<>();
        for (Step step : steps) {
            apply(tables, holders, model, step);
            for (Given given : model) {
                assertThat(tables.stateIds().test(given.id, given.client)).isEqualTo(given.status);
            }
            assertThat(tables.opens().count()).isEqualTo(count(model, true));
            assertThat(tables.stateIds().revokedCount()).isEqualTo(count(model, false));
        }
    }

    private static int count(List<Given> model, boolean open) {
        return (int) model.stream().filter(g -> open ? g.isOpen() : g.isRevoked()).count();
    }

    private static void apply(
            StateTables<Integer> tables, Holder[] holders, List<Given> model, Step step) {
        Holder holder = holders[step.client()];
        switch (step.kind()) {
            case OPEN -> {
                // who opens a file is not silent
                holder.lapsed = false;
                open(tables, holders, model, step);
            }
            case CLOSE -> {
                for (Given given : of(model, step)) {
                    if (given.file == step.file()) {
                        NfsStatus closed =
                                tables.opens().close(given.id, given.client, given.file).status();
                        assertThat(closed).isEqualTo(given.status);
                        given.status = closed.isOk() ? NfsStatus.BAD_STATEID : given.status;
                    }
                }
            }
            case LAPSE, COME_BACK -> holder.lapsed = step.kind() == Kind.LAPSE;
            case REVOKE -> {
                tables.holders().revoke(step.client(), RevocationCause.ADMINISTRATIVE);
                of(model, step).stream()
                        .filter(Given::isOpen)
                        .forEach(given -> given.status = NfsStatus.ADMIN_REVOKED);
            }
            case FREE -> {
                for (Given given : of(model, step)) {
                    NfsStatus expected = given.isOpen() ? NfsStatus.LOCKS_HELD : NfsStatus.OK;
                    boolean known = given.isOpen() || given.isRevoked();
                    assertThat(tables.stateIds().free(given.id, given.client))
                            .isEqualTo(known ? expected : NfsStatus.BAD_STATEID);
                    given.status = given.isOpen() ? given.status : NfsStatus.BAD_STATEID;
                }
            }
            case END -> {
                tables.holders().release(step.client());
                of(model, step).forEach(given -> given.status = NfsStatus.BAD_STATEID);
                holders[step.client()] = new Holder(step.client());
            }
        }
    }

    private static void open(
            StateTables<Integer> tables, Holder[] holders, List<Given> model, Step step) {
        List<Given> conflicts =
                model.stream()
                        .filter(given -> given.isOpen() && given.file == step.file())
                        .filter(given -> given.conflicts(step.share()))
                        .toList();
        boolean denied = conflicts.stream().anyMatch(given -> !holders[given.client].lapsed);
        Opened<Integer> opened =
                tables.opens()
                        .open(holders[step.client()], OWNER, step.file(), step.share(), false, 0);
        assertThat(opened.status()).isEqualTo(denied ? NfsStatus.SHARE_DENIED : NfsStatus.OK);
        assertThat(opened.revoked()).hasSize(denied ? 0 : conflicts.size());
        if (denied) {
            return;
        }
        conflicts.forEach(given -> given.status = NfsStatus.EXPIRED);
        for (Given given : of(model, step)) {
            if (given.isOpen() && given.file == step.file()) {
                given.id = opened.stateId();
                given.share = given.share.union(step.share());
                return;
            }
        }
        model.add(new Given(step.client(), step.file(), opened.stateId(), step.share()));
    }

    private static List<Given> of(List<Given> model, Step step) {
        return model.stream().filter(given -> given.client == step.client()).toList();
    }
}
