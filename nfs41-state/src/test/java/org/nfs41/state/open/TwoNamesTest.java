package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.HolderView;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.List;

/**
 * One file with two names, by which clients take it for two: what they hold of it is in each
 * other's way all the same.
 */
class TwoNamesTest {
    private static final String HERE = "here/file";
    private static final String THERE = "there/file";
    private static final Opaque OWNER = Opaque.utf8("owner");
    private static final Share READ = new Share(Share.READ, Share.NONE);
    private static final Share ALONE = new Share(Share.BOTH, Share.BOTH);
    private static final ByteRange ALL = new ByteRange(0, -1);
    private static final long PATIENCE = 90;

    private final StateTables<String> tables =
            new StateTables<>(
                    new StateIdSource(1, 2),
                    OpenLimits.DEFAULT,
                    LockLimits.DEFAULT,
                    DelegationLimits.DEFAULT,
                    name -> name.substring(name.indexOf('/')));

    private final DelegationTable<String> delegations = tables.delegations();
    private final Holder one = new Holder(1);
    private final Holder two = new Holder(2);
    private long now = 1;

    private Opened<String> open(Holder holder, String file, Share share) {
        return tables.opens().open(holder, OWNER, file, share, false, now);
    }

    private StateId opened(Holder holder, String file, Share share) {
        Opened<String> opened = open(holder, file, share);
        assertThat(opened.status()).isEqualTo(NfsStatus.OK);
        return opened.stateId();
    }

    private Granted grant(Holder holder, String file, DelegationKind kind) {
        return delegations.grant(holder, file, List.of(kind), null, 0, now);
    }

    private StateId granted(Holder holder, String file, DelegationKind kind) {
        return ((Granted.Yes) grant(holder, file, kind)).stateId();
    }

    private Clearance<String> clear(Holder holder, String file) {
        return tables.conflicts()
                .clear(file, holder.clientId(), Interference.CHANGING, false, PATIENCE, now);
    }

    @Test
    void shareReservationsHoldByBothNames() {
        opened(one, HERE, ALONE);

        assertThat(open(two, THERE, READ).status()).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(open(one, THERE, READ).status()).isEqualTo(NfsStatus.SHARE_DENIED);
    }

    @Test
    void opensOfOneOwnerByBothNamesAreTwo() {
        StateId here = opened(one, HERE, READ);
        StateId there = opened(one, THERE, READ);
        OpenTable<String> opens = tables.opens();

        assertThat(here.otherHigh()).isNotEqualTo(there.otherHigh());
        assertThat(opens.close(here, 1, THERE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(opens.close(here, 1, HERE).status()).isEqualTo(NfsStatus.OK);
        assertThat(tables.stateIds().test(there, 1)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void locksHoldByBothNamesAgainstTheSameOwnerToo() {
        Share both = new Share(Share.BOTH, Share.NONE);
        LockTable<String> locks = tables.locks();
        StateId here = opened(one, HERE, both);
        StateId there = opened(one, THERE, both);
        assertThat(locks.lock(here, 1, HERE, OWNER, ALL, true, now).status())
                .isEqualTo(NfsStatus.OK);

        assertThat(locks.lock(there, 1, THERE, OWNER, ALL, true, now).status())
                .isEqualTo(NfsStatus.DENIED);
        assertThat(locks.test(2, THERE, OWNER, ALL, false, now)).isNotNull();
        assertThat(locks.test(1, HERE, OWNER, ALL, false, now)).isNull();
    }

    @Test
    void recallNamesTheFileAsItsHolderDoes() {
        StateId id = granted(one, HERE, DelegationKind.WRITE);
        Clearance<String> clearance = clear(two, THERE);

        assertThat(clearance.isClear()).isFalse();
        assertThat(clearance.recalls()).containsExactly(new Recall<>(1, HERE, id, false, null));
        assertThat(open(two, THERE, READ).status()).isEqualTo(NfsStatus.DELAY);
        now += PATIENCE;
        assertThat(clear(two, THERE).revoked()).containsExactly(HERE);
    }

    @Test
    void ownDelegationByAnotherNameIsInTheWay() {
        granted(one, HERE, DelegationKind.WRITE);

        assertThat(clear(one, HERE).isClear()).isTrue();
        assertThat(open(one, HERE, READ).status()).isEqualTo(NfsStatus.OK);
        assertThat(clear(one, THERE).isClear()).isFalse();
        assertThat(open(one, THERE, READ).status()).isEqualTo(NfsStatus.DELAY);
    }

    @Test
    void openByOneNameForbidsADelegationByTheOther() {
        opened(one, HERE, new Share(Share.WRITE, Share.NONE));

        assertThat(grant(one, THERE, DelegationKind.READ)).isEqualTo(Granted.No.CONTENTION);
        assertThat(grant(two, THERE, DelegationKind.READ)).isEqualTo(Granted.No.CONTENTION);
        assertThat(grant(one, HERE, DelegationKind.READ)).isInstanceOf(Granted.Yes.class);
    }

    @Test
    void clientCanHaveReadDelegationsByBothNames() {
        StateId here = granted(one, HERE, DelegationKind.READ);
        StateId there = granted(one, THERE, DelegationKind.READ);

        assertThat(delegations.giveBack(here, 1, THERE)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(delegations.giveBack(here, 1, HERE)).isEqualTo(NfsStatus.OK);
        assertThat(delegations.giveBack(there, 1, THERE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void holderIsAskedByItsOwnName() {
        StateId id = granted(one, HERE, DelegationKind.WRITE);

        assertThat(tables.written().view(THERE, 2, now))
                .isEqualTo(
                        new HolderView.Unknown<>(
                                new HolderView.Inquiry<>(1, HERE, id, null), null));
    }

    @Test
    void operationByOneNameForbidsADelegationByTheOther() {
        tables.conflicts().begin(HERE);
        assertThat(grant(two, THERE, DelegationKind.READ)).isEqualTo(Granted.No.CONTENTION);
        tables.conflicts().end(HERE);

        assertThat(grant(two, THERE, DelegationKind.READ)).isInstanceOf(Granted.Yes.class);
    }

    @Test
    void whatGivesWayIsNamedAsItsClientDid() {
        opened(one, HERE, ALONE);
        one.lapsed = true;

        assertThat(open(two, THERE, READ).revoked()).containsExactly(HERE);
    }
}
