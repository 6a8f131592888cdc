package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.BOB;
import static org.nfs41.state.TableFixture.LEASE;
import static org.nfs41.state.TableFixture.value;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SsvSpParms;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectOps;
import org.nfs41.xdr.op.StateProtectR;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** EXCHANGE_ID: RFC 8881 sections 18.35.3 and 18.35.4. */
class ExchangeIdTest {
    private final TableFixture server = new TableFixture();

    @Test
    void newOwnerGetsAnUnconfirmedClientId() {
        ExchangeIdResOk result = server.exchange("a", 1);

        assertThat(result.flags()).isEqualTo(ExchangeIdFlags.USE_NON_PNFS);
        assertThat(result.stateProtect()).isEqualTo(new StateProtectR.None());
        assertThat(result.serverOwner()).isEqualTo(TableFixture.OWNER);
        assertThat(result.serverScope()).isEqualTo(Opaque.utf8("scope"));
        assertThat(result.serverImplId()).isEqualTo(TableFixture.IMPLEMENTATION);
        assertThat(record(result).confirmed()).isFalse();
        assertThat(record(result).principal()).isEqualTo(ALICE);
        assertThat(server.table.unconfirmedClients()).isEqualTo(1);
    }

    @Test
    void b162ClientIdsCarryTheBootEpochAndAreAllDifferent() {
        long first = server.exchange("a", 1).clientId();
        long second = server.exchange("b", 1).clientId();

        assertThat(first >>> 32).isEqualTo(7);
        assertThat(second >>> 32).isEqualTo(7);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void b025UndefinedFlagsAndFlagsOfResultsAreInvalid() {
        for (int flags : new int[] {0x8, ExchangeIdFlags.CONFIRMED_R, 0x4, 0x00080000}) {
            assertThat(server.exchange("a", 1, ALICE, flags).status()).isEqualTo(NfsStatus.INVAL);
        }
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void b160RoleIsALegalOneWhateverIsAskedFor() {
        int all = ExchangeIdFlags.MASK_PNFS;
        for (int asked : new int[] {0, ExchangeIdFlags.USE_PNFS_MDS, all}) {
            ExchangeIdResOk result = value(server.exchange("a", 1, ALICE, asked));
            assertThat(result.flags() & all).isEqualTo(ExchangeIdFlags.USE_NON_PNFS);
        }
    }

    @Test
    void b159ProtectionThatCannotBeGivenIsRefused() {
        StateProtectOps ops = new StateProtectOps(Bitmap.EMPTY, Bitmap.EMPTY);
        StateProtectA machCred = new StateProtectA.MachCred(ops);
        StateProtectA ssv = new StateProtectA.Ssv(new SsvSpParms(ops, List.of(), List.of(), 1, 0));

        assertThat(protectedBy(machCred, ALICE)).isEqualTo(NfsStatus.INVAL);
        assertThat(protectedBy(ssv, ALICE)).isEqualTo(NfsStatus.INVAL);
        assertThat(protectedBy(ssv, Principal.gss(Opaque.utf8("nfs/a"))))
                .isEqualTo(NfsStatus.ENCR_ALG_UNSUPP);
        assertThat(protectedBy(new StateProtectA.Unknown(9), ALICE)).isEqualTo(NfsStatus.BADXDR);
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void b028RepetitionByAConfirmedClientGivesTheSameId() {
        Session session = server.client("a", 1);
        server.files.holders.add(session.client().clientId());

        ExchangeIdResOk again = server.exchange("a", 1);

        assertThat(again.clientId()).isEqualTo(session.client().clientId());
        assertThat(again.flags())
                .isEqualTo(ExchangeIdFlags.USE_NON_PNFS | ExchangeIdFlags.CONFIRMED_R);
        assertThat(server.alive(session)).isTrue();
        assertThat(server.files.released).isEmpty();
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void repetitionTellsTheNextSequenceOfCreateSession() {
        Session session = server.client("a", 1);
        ExchangeIdResOk again = server.exchange("a", 1);

        server.session(session.client().clientId(), again.sequenceId());
        assertThat(session.client().sessions()).hasSize(2);
    }

    @Test
    void b029UnconfirmedRecordIsReplacedByWhateverComes() {
        ExchangeIdResOk first = server.exchange("a", 1);
        ExchangeIdResOk second = server.exchange("a", 1);
        ExchangeIdResOk third = server.exchange("a", 2);
        ExchangeIdResOk fourth = value(server.exchange("a", 2, BOB, 0));

        assertThat(server.table.unconfirmedClients()).isEqualTo(1);
        for (ExchangeIdResOk stale : List.of(first, second, third)) {
            assertThat(server.create(stale.clientId(), stale.sequenceId(), ALICE).status())
                    .isEqualTo(NfsStatus.STALE_CLIENTID);
        }
        assertThat(server.create(fourth.clientId(), fourth.sequenceId(), BOB).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void b030RestartLeavesTheOldIncarnationAliveUntilItIsConfirmed() {
        Session old = server.client("a", 1);
        server.files.holders.add(old.client().clientId());

        ExchangeIdResOk fresh = server.exchange("a", 2);

        assertThat(fresh.clientId()).isNotEqualTo(old.client().clientId());
        assertThat(fresh.flags() & ExchangeIdFlags.CONFIRMED_R).isZero();
        assertThat(server.alive(old)).isTrue();
        assertThat(old.used(TableFixture.CONNECTION, server.now)).isTrue();
        assertThat(server.files.released).isEmpty();
    }

    @Test
    void lateExchangeIdOfTheOldIncarnationWithdrawsTheNewOne() {
        Session old = server.client("a", 1);
        ExchangeIdResOk fresh = server.exchange("a", 2);

        assertThat(server.exchange("a", 1).clientId()).isEqualTo(old.client().clientId());
        assertThat(server.create(fresh.clientId(), fresh.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
    }

    @Test
    void b032AnotherPrincipalCannotTakeANameThatIsInUse() {
        Session session = server.client("a", 1);

        assertThat(server.exchange("a", 1, BOB, 0).status()).isEqualTo(NfsStatus.CLID_INUSE);
        assertThat(server.exchange("a", 2, BOB, 0).status()).isEqualTo(NfsStatus.CLID_INUSE);
        assertThat(server.alive(session)).isTrue();
        assertThat(server.exchange("a", 1).flags() & ExchangeIdFlags.CONFIRMED_R).isNotZero();
    }

    @Test
    void strangersRefusalLeavesARestartingClientsNewRecord() {
        server.client("a", 1);
        ExchangeIdResOk fresh = server.exchange("a", 2);

        assertThat(server.exchange("a", 3, BOB, 0).status()).isEqualTo(NfsStatus.CLID_INUSE);
        assertThat(server.update("a", 3, ALICE).status()).isEqualTo(NfsStatus.NOT_SAME);
        server.session(fresh.clientId(), fresh.sequenceId());
    }

    @Test
    void b033NameWithoutStateGoesToAnotherPrincipal() {
        Session session = server.client("a", 1);
        assertThat(server.destroy(session)).isEqualTo(NfsStatus.OK);

        ExchangeIdResOk taken = value(server.exchange("a", 1, BOB, 0));

        assertThat(server.files.released).containsExactly(session.client().clientId());
        assertThat(server.create(taken.clientId(), taken.sequenceId(), BOB).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void b033StateWithoutASessionIsUseOfTheName() {
        Session session = server.client("a", 1);
        server.files.holders.add(session.client().clientId());
        server.destroy(session);

        assertThat(server.exchange("a", 1, BOB, 0).status()).isEqualTo(NfsStatus.CLID_INUSE);
    }

    @Test
    void b033NameOfALapsedClientGoesToAnotherPrincipal() {
        Session session = server.client("a", 1);
        server.files.holders.add(session.client().clientId());
        server.pass(LEASE + Lease.GRANULARITY_NANOS + 10);

        value(server.exchange("a", 1, BOB, 0));

        assertThat(server.alive(session)).isFalse();
        assertThat(server.files.released).containsExactly(session.client().clientId());
    }

    @Test
    void b156UpdateKeepsTheIdAndIsConfirmed() {
        Session session = server.client("a", 1);
        NfsImplId implementation =
                new NfsImplId(Opaque.utf8("d"), Opaque.utf8("n"), new NfsTime(1, 2));
        ExchangeIdArgs args =
                new ExchangeIdArgs(
                        new ClientOwner(1, Opaque.utf8("a")),
                        ExchangeIdFlags.UPD_CONFIRMED_REC_A,
                        new StateProtectA.None(),
                        implementation);

        ExchangeIdResOk result =
                value(server.table.exchangeId(args, ALICE, Origin.UNKNOWN, server.now));

        assertThat(result.clientId()).isEqualTo(session.client().clientId());
        assertThat(result.flags())
                .isEqualTo(ExchangeIdFlags.USE_NON_PNFS | ExchangeIdFlags.CONFIRMED_R);
        assertThat(session.client().implementation()).isEqualTo(implementation);
    }

    @Test
    void updateWithoutAConfirmedRecordLeavesTheUnconfirmedOne() {
        assertThat(server.update("a", 1, ALICE).status()).isEqualTo(NfsStatus.NOENT);
        ExchangeIdResOk pending = server.exchange("a", 1);
        assertThat(server.update("a", 1, ALICE).status()).isEqualTo(NfsStatus.NOENT);

        server.session(pending.clientId(), pending.sequenceId());
    }

    @Test
    void b027UpdateByAnotherIncarnationOrPrincipalChangesNothing() {
        Session session = server.client("a", 1);

        assertThat(server.update("a", 2, ALICE).status()).isEqualTo(NfsStatus.NOT_SAME);
        assertThat(server.update("a", 1, BOB).status()).isEqualTo(NfsStatus.PERM);
        assertThat(server.update("a", 2, BOB).status()).isEqualTo(NfsStatus.NOT_SAME);
        assertThat(server.alive(session)).isTrue();
    }

    @Test
    void b034IdJustGivenToALapsedClientIsGoodForCreateSession() {
        Session old = server.client("a", 1);
        server.pass(3 * LEASE);

        ExchangeIdResOk again = server.exchange("a", 1);
        server.pass(LEASE / 2);
        server.table.leases().expire(server.now);

        Session session = server.session(again.clientId(), again.sequenceId());
        assertThat(session.client()).isEqualTo(old.client());
    }

    @Test
    void ownerAndImplementationOutliveTheRequestTheyCameIn() {
        byte[] bytes = {'a', 'b', 'c'};
        Opaque view = Opaque.wrap(ByteBuffer.wrap(bytes));
        ExchangeIdArgs args =
                new ExchangeIdArgs(
                        new ClientOwner(1, view),
                        0,
                        new StateProtectA.None(),
                        new NfsImplId(view, view, new NfsTime(0, 0)));
        ExchangeIdResOk result =
                value(server.table.exchangeId(args, ALICE, Origin.UNKNOWN, server.now));
        bytes[0] = 'x';

        assertThat(record(result).ownerId()).isEqualTo(Opaque.utf8("abc"));
        assertThat(Objects.requireNonNull(record(result).implementation()).name())
                .isEqualTo(Opaque.utf8("abc"));
    }

    @Test
    void b157OldestUnconfirmedIdGoesWhenThereAreTooMany() {
        TableFixture small = new TableFixture(new TableLimits(3, 10, 4, 10));
        ExchangeIdResOk first = small.exchange("0", 1);
        ExchangeIdResOk second = small.exchange("1", 1);
        for (int i = 2; i < 4; i++) {
            small.exchange(Integer.toString(i), 1);
        }

        assertThat(small.table.unconfirmedClients()).isEqualTo(3);
        assertThat(small.create(first.clientId(), first.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        small.session(second.clientId(), second.sequenceId());
    }

    private NfsStatus protectedBy(StateProtectA protect, Principal who) {
        return server.table
                .exchangeId(
                        TableFixture.exchangeArgs("a", 1, 0, protect),
                        who,
                        Origin.UNKNOWN,
                        server.now)
                .status();
    }

    private ClientRecord record(ExchangeIdResOk result) {
        return Objects.requireNonNull(server.table.client(result.clientId()));
    }
}
