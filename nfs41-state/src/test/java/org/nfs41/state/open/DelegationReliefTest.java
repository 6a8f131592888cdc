package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.KeepAny;
import org.nfs41.state.deleg.Recall;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.List;
import java.util.Set;

/** Room for delegations is made by those that have them, or else without them. */
class DelegationReliefTest {
    private static final long PATIENCE = 90;

    /** Pressure begins at 7, and 5 may stay. */
    private final StateTables<String> tables =
            new StateTables<>(
                    new StateIdSource(1, 2),
                    OpenLimits.DEFAULT,
                    LockLimits.DEFAULT,
                    DelegationLimits.ofAll(8));

    private final DelegationTable<String> table = tables.delegations();
    private final Holder holder = new Holder(1);
    private final Holder other = new Holder(2);
    private long now = 1;

    private StateId give(Holder client, String file, DelegationKind kind) {
        return ((Granted.Yes) grant(client, file, kind)).stateId();
    }

    private Granted grant(Holder client, String file, DelegationKind kind) {
        return table.grant(client, file, List.of(kind), null, 0, now);
    }

    private void fill(int many) {
        for (int i = 0; i < many; i++) {
            give(holder, "f" + i, DelegationKind.READ);
        }
    }

    private List<KeepAny> tick() {
        return tables.relief().tick(PATIENCE, now);
    }

    @Test
    void holderOfManyIsToldOnceHowManyItMayKeep() {
        fill(6);
        assertThat(tick()).isEmpty();
        give(holder, "w", DelegationKind.WRITE);

        assertThat(tick())
                .containsExactly(
                        new KeepAny(1, 5, Set.of(DelegationKind.READ, DelegationKind.WRITE)));
        assertThat(tick()).isEmpty();
    }

    @Test
    void onlyKindsThatItHasAreAskedFor() {
        for (int i = 0; i < 7; i++) {
            give(holder, "d" + i, DelegationKind.DIRECTORY);
        }
        assertThat(tick()).containsExactly(new KeepAny(1, 5, Set.of(DelegationKind.DIRECTORY)));
    }

    @Test
    void whatIsNotGivenUpInTimeIsRecalledAndThenRevoked() {
        fill(8);
        tick();
        now += PATIENCE;
        assertThat(tick()).isEmpty();
        DelegationRound<String> round = tables.recalls().tick(PATIENCE, now);
        assertThat(round.recalls()).hasSize(3);
        assertThat(round.recalls()).extracting(Recall::clientId).containsOnly(1L);
        now += PATIENCE;
        assertThat(tables.recalls().tick(PATIENCE, now).revoked()).hasSize(3);

        assertThat(grant(other, "x", DelegationKind.READ)).isInstanceOf(Granted.Yes.class);
        assertThat(holder.told).hasSize(3);
    }

    @Test
    void lostOnesThatAreNotFreedTakeNoRoomUntilThereAreTooMany() {
        fill(8);
        StateId lost = null;
        for (int i = 0; i < 8; i++) {
            lost = lose(holder, "f" + i);
        }
        assertThat(table.count()).isEqualTo(8);
        assertThat(table.isNearlyFull()).isTrue();
        for (int i = 0; i < 8; i++) {
            give(other, "f" + i, DelegationKind.READ);
        }
        lose(other, "f0");
        assertThat(grant(new Holder(3), "f0", DelegationKind.READ)).isEqualTo(Granted.No.RESOURCE);

        assertThat(tables.stateIds().free(lost, 1)).isEqualTo(NfsStatus.OK);
        lose(other, "f1");
        assertThat(grant(new Holder(3), "f1", DelegationKind.READ)).isInstanceOf(Granted.Yes.class);
    }

    /** Has a delegation recalled in vain. */
    private StateId lose(Holder client, String file) {
        now += PATIENCE;
        StateId id =
                tables.conflicts()
                        .clear(file, 0, Interference.CHANGING, false, PATIENCE, now)
                        .recalls()
                        .getFirst()
                        .stateId();
        now += PATIENCE;
        assertThat(tables.recalls().tick(PATIENCE, now).revoked()).containsExactly(file);
        assertThat(tables.stateIds().test(id, client.clientId()))
                .isEqualTo(NfsStatus.DELEG_REVOKED);
        return id;
    }
}
