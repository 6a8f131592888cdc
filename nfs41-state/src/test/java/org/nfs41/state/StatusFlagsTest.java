package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.state.open.RevocationCause;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What SEQUENCE tells of sessions and clients: RFC 8881 section 18.46.3. */
class StatusFlagsTest {
    private static final Path PAGE = Path.of("..", "docs", "status-flags.md");

    private final TableFixture server = new TableFixture();
    private final ExchangeIdResOk id = server.exchange("a", 1);
    private final Session session = server.session(id.clientId(), id.sequenceId());
    private final Session second = server.session(id.clientId(), id.sequenceId() + 1);
    private final ClientRecord client = session.client();

    @Test
    void everyBitOfTheProtocolIsInTheTableOnce() throws IllegalAccessException {
        int all = 0;
        for (StatusBit bit : StatusBit.values()) {
            assertThat(all & bit.mask()).as(bit.name()).isZero();
            all |= bit.mask();
        }
        for (var field : SequenceStatusFlags.class.getFields()) {
            assertThat(StatusBit.valueOf(field.getName()).mask())
                    .as(field.getName())
                    .isEqualTo(field.getInt(null));
        }
        assertThat(Integer.bitCount(all)).isEqualTo(SequenceStatusFlags.class.getFields().length);
    }

    @Test
    void pageSaysWhatTheTableSays() throws IOException {
        String table =
                "| bit | value | whose | raised here | set when | cleared when |\n"
                        + "|---|---|---|---|---|---|\n"
                        + Arrays.stream(StatusBit.values())
                                .map(StatusFlagsTest::row)
                                .collect(Collectors.joining());

        assertThat(Files.readString(PAGE)).contains(table);
    }

    private static String row(StatusBit bit) {
        String use =
                switch (bit.use()) {
                    case RAISED -> "yes";
                    case NOT_FED -> "kept, but nothing feeds it yet";
                    case NEVER -> "never";
                };
        return "| %s | 0x%x | %s | %s | %s | %s |\n"
                .formatted(
                        bit,
                        bit.mask(),
                        bit.scope().toString().toLowerCase(Locale.ROOT),
                        use,
                        bit.setWhen(),
                        bit.clearedWhen().isEmpty() ? "-" : bit.clearedWhen());
    }

    @Test
    void lossOfSomeStateIsToldInAllSessionsUntilAllOfItIsAcknowledged() {
        client.revoked(RevocationCause.LEASE_EXPIRED, false);
        client.revoked(RevocationCause.LEASE_EXPIRED, false);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED);
        assertThat(second.statusFlags(server.now)).isEqualTo(flags());

        client.acknowledged(RevocationCause.LEASE_EXPIRED);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED);
        client.acknowledged(RevocationCause.LEASE_EXPIRED);
        assertThat(flags()).isZero();
    }

    @Test
    void lossOfTheLastStateIsLossOfAll() {
        client.revoked(RevocationCause.LEASE_EXPIRED, false);
        client.revoked(RevocationCause.LEASE_EXPIRED, true);

        assertThat(flags()).isEqualTo(SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED);
        client.acknowledged(RevocationCause.LEASE_EXPIRED);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED);
        client.acknowledged(RevocationCause.LEASE_EXPIRED);
        assertThat(flags()).isZero();
    }

    @Test
    void causesAreToldEachByItsBit() {
        client.revoked(RevocationCause.ADMINISTRATIVE, true);
        client.revoked(RevocationCause.NOT_RETURNED, false);
        assertThat(flags())
                .isEqualTo(
                        SequenceStatusFlags.ADMIN_STATE_REVOKED
                                | SequenceStatusFlags.RECALLABLE_STATE_REVOKED);

        client.acknowledged(RevocationCause.ADMINISTRATIVE);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.RECALLABLE_STATE_REVOKED);
    }

    @Test
    void faultOfABackchannelIsItsSessionsAloneAndStays() {
        session.backChannelFault();
        session.used(9, server.now);
        server.table.connectionClosed(9);

        assertThat(flags()).isEqualTo(SequenceStatusFlags.BACKCHANNEL_FAULT);
        assertThat(second.statusFlags(server.now)).isZero();
    }

    @Test
    void contextsExpireInTime() {
        session.callbackContexts(CallbackContexts.until(server.now + 3 * LEASE));
        assertThat(flags()).isZero();
        server.pass(2 * LEASE);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.CB_GSS_CONTEXTS_EXPIRING);
        server.pass(LEASE);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.CB_GSS_CONTEXTS_EXPIRED);

        session.callbackContexts(CallbackContexts.until(server.now + 2 * LEASE));
        assertThat(flags()).isZero();
        session.callbackContexts(CallbackContexts.GONE);
        assertThat(flags()).isEqualTo(SequenceStatusFlags.CB_GSS_CONTEXTS_EXPIRED);
        session.callbackContexts(CallbackContexts.LASTING);
        assertThat(flags()).isZero();
        assertThat(second.statusFlags(server.now)).isZero();
    }

    @Test
    void clientThatIsKnownFromBeforeReclaimsUntilItSaysThatItHas() {
        KnownClient before = new KnownClient(Opaque.utf8("known"), 1, TableFixture.ALICE);
        GracePeriod grace = new GracePeriod(StableStorage.NONE, List.of(before), LEASE);
        TableFixture restarted = new TableFixture(grace, LeaseTerms.strict(LEASE));
        Session known = restarted.client("known", 1);
        Session other = restarted.client("other", 1);
        assertThat(known.statusFlags(restarted.now))
                .isEqualTo(SequenceStatusFlags.RESTART_RECLAIM_NEEDED);
        assertThat(other.statusFlags(restarted.now)).isZero();

        restarted.table.reclaimComplete(known.client(), true);
        assertThat(known.statusFlags(restarted.now))
                .isEqualTo(SequenceStatusFlags.RESTART_RECLAIM_NEEDED);
        restarted.table.reclaimComplete(known.client(), false);
        assertThat(known.statusFlags(restarted.now)).isZero();
    }

    private int flags() {
        return session.statusFlags(server.now);
    }
}
