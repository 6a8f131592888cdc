package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.BOB;
import static org.nfs41.state.TableFixture.CONNECTION;
import static org.nfs41.state.TableFixture.LEASE;
import static org.nfs41.state.TableFixture.channel;
import static org.nfs41.state.TableFixture.createArgs;
import static org.nfs41.state.TableFixture.value;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.GssCbHandles;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.RpcGssService;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** CREATE_SESSION: RFC 8881 sections 18.36.3 and 18.36.4. */
class CreateSessionTest {
    private static final ChannelAttributes UNUSABLE =
            new ChannelAttributes(0, 1 << 20, 16, 0, 2, 1, OptionalInt.empty());

    private final TableFixture server = new TableFixture();
    private final ExchangeIdResOk id = server.exchange("a", 1);
    private final long clientId = id.clientId();
    private final int sequence = id.sequenceId();

    @Test
    void firstSessionConfirmsTheClientId() {
        CreateSessionResOk result = value(server.create(clientId, sequence, ALICE));

        assertThat(result.sequence()).isEqualTo(sequence);
        assertThat(server.session(result).client().confirmed()).isTrue();
        assertThat(server.session(result).isAssociated(CONNECTION)).isTrue();
        assertThat(server.table.confirmedClients()).isEqualTo(1);
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void b166SequenceIsEchoedAndTheNextSessionCarriesTheNext() {
        assertThat(value(server.create(clientId, sequence, ALICE)).sequence()).isEqualTo(sequence);
        assertThat(value(server.create(clientId, sequence + 1, ALICE)).sequence())
                .isEqualTo(sequence + 1);
        assertThat(server.table.sessions()).isEqualTo(2);
    }

    @Test
    void b036RetransmissionGetsTheSameSession() {
        CreateSessionResOk first = value(server.create(clientId, sequence, ALICE));
        CreateSessionResOk second = value(server.create(clientId, sequence, ALICE));

        assertThat(second).isEqualTo(first);
        assertThat(server.table.sessions()).isEqualTo(1);
        server.destroy(server.session(first));
        assertThat(server.table.destroyClientId(clientId, server.now)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void retransmissionOverAnotherConnectionAssociatesThatOneToo() {
        CreateSessionArgs args = createArgs(clientId, sequence, CreateSessionFlags.CONN_BACK_CHAN);
        Session session =
                server.session(value(server.table.createSession(args, ALICE, 5, null, server.now)));
        server.table.connectionClosed(5);
        assertThat(session.statusFlags(server.now)).isNotZero();

        value(server.table.createSession(args, ALICE, 6, null, server.now));

        assertThat(session.backConnections()).containsExactly(6);
        assertThat(session.statusFlags(server.now)).isZero();
    }

    @Test
    void retransmissionAfterTheSessionIsGoneGetsTheOldAnswer() {
        CreateSessionResOk first = value(server.create(clientId, sequence, ALICE));
        server.destroy(server.session(first));

        assertThat(value(server.create(clientId, sequence, ALICE))).isEqualTo(first);
        assertThat(server.find(first)).isNull();
    }

    @Test
    void b038WrongSequenceIsMisorderedAndTheRightOneStillWorks() {
        for (int wrong : new int[] {sequence + 1, sequence + 5, 0, -1}) {
            assertThat(server.create(clientId, wrong, ALICE).status())
                    .isEqualTo(NfsStatus.SEQ_MISORDERED);
        }
        server.session(clientId, sequence);
    }

    @Test
    void b165SequenceBeforeTheFirstReplaysTheContrivedRefusal() {
        assertThat(server.create(clientId, sequence - 1, ALICE).status())
                .isEqualTo(NfsStatus.SEQ_MISORDERED);
    }

    @Test
    void unknownClientIdIsStale() {
        assertThat(server.create(clientId + 1, 1, ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
    }

    @Test
    void b039AnotherPrincipalCannotConfirmNorSpendTheSequence() {
        assertThat(server.create(clientId, sequence, BOB).status()).isEqualTo(NfsStatus.CLID_INUSE);
        assertThat(server.create(clientId, sequence, BOB).status()).isEqualTo(NfsStatus.CLID_INUSE);
        assertThat(server.table.confirmedClients()).isZero();

        server.session(clientId, sequence);
    }

    @Test
    void anotherPrincipalDoesNotLearnASessionIdFromTheReplyCache() {
        server.session(clientId, sequence);

        assertThat(server.create(clientId, sequence, BOB).status()).isEqualTo(NfsStatus.CLID_INUSE);
    }

    @Test
    void b157IdThatWasNotConfirmedWithinALeaseIsStale() {
        server.pass(LEASE + Lease.GRANULARITY_NANOS + 10);

        assertThat(server.create(clientId, sequence, ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void b031ConfirmationOfARestartEndsTheOldIncarnationAtOnce() {
        Session old = server.session(clientId, sequence);
        server.files.holders.add(clientId);
        ExchangeIdResOk fresh = server.exchange("a", 2);

        server.session(fresh.clientId(), fresh.sequenceId());

        assertThat(server.alive(old)).isFalse();
        assertThat(old.used(CONNECTION, server.now)).isFalse();
        assertThat(server.files.released).containsExactly(clientId);
        assertThat(server.create(clientId, sequence + 1, ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        assertThat(server.table.confirmedClients()).isEqualTo(1);
        assertThat(server.table.sessions()).isEqualTo(1);
    }

    @Test
    void restartThatGetsNoSessionLeavesTheOldIncarnation() {
        Session old = server.session(clientId, sequence);
        ExchangeIdResOk fresh = server.exchange("a", 2);

        CreateSessionArgs args =
                createArgs(fresh.clientId(), fresh.sequenceId(), 0, UNUSABLE, channel(2));
        assertThat(server.create(args).status()).isEqualTo(NfsStatus.TOOSMALL);

        assertThat(server.alive(old)).isTrue();
        assertThat(server.files.released).isEmpty();
    }

    @Test
    void b155RestartWaitsForRequestsOfTheOldIncarnationAndThenSucceeds() {
        Session old = server.session(clientId, sequence);
        Slot slot = Objects.requireNonNull(old.slot(0));
        slot.accept(1, 1, ALICE);
        ExchangeIdResOk fresh = server.exchange("a", 2);

        assertThat(server.create(fresh.clientId(), fresh.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.alive(old)).isTrue();
        assertThat(old.used(CONNECTION, server.now)).isTrue();

        slot.abandon();
        server.session(fresh.clientId(), fresh.sequenceId());
    }

    @Test
    void b040OnlyTheBackchannelFlagIsGrantedAndOnlyWhenAskedFor() {
        int all =
                CreateSessionFlags.PERSIST
                        | CreateSessionFlags.CONN_BACK_CHAN
                        | CreateSessionFlags.CONN_RDMA;
        assertThat(value(server.create(createArgs(clientId, sequence, 0))).flags()).isZero();
        assertThat(value(server.create(createArgs(clientId, sequence + 1, all))).flags())
                .isEqualTo(CreateSessionFlags.CONN_BACK_CHAN);
        assertThat(server.create(createArgs(clientId, sequence + 2, 0x10)).status())
                .isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void b168SessionOnWhichNothingCouldBeAnsweredIsTooSmall() {
        CreateSessionArgs args = createArgs(clientId, sequence, 0, UNUSABLE, channel(2));

        assertThat(server.create(args).status()).isEqualTo(NfsStatus.TOOSMALL);
        assertThat(server.table.confirmedClients()).isZero();
    }

    @Test
    void b171FailuresLeaveNothingAndTheNextGoodOneSucceedsEitherWay() {
        for (int i = 0; i < 5000; i++) {
            CreateSessionArgs bad =
                    createArgs(
                            clientId,
                            sequence,
                            CreateSessionFlags.CONN_BACK_CHAN,
                            channel(8),
                            UNUSABLE);
            assertThat(server.create(bad).status()).isEqualTo(NfsStatus.TOOSMALL);
        }
        // A client that counts refused calls, and one that does not.
        Session counted = server.session(clientId, sequence + 1);
        assertThat(counted.foreChannel().maxRequests()).isEqualTo(8);
        ExchangeIdResOk other = server.exchange("b", 1);
        CreateSessionArgs bad =
                createArgs(other.clientId(), other.sequenceId(), 0, UNUSABLE, channel(2));
        assertThat(server.create(bad).status()).isEqualTo(NfsStatus.TOOSMALL);
        server.session(other.clientId(), other.sequenceId());
    }

    @Test
    void b169GssHandleThatTheServerHasNotGivenIsUnknown() {
        CallbackSecParms gss =
                new CallbackSecParms.Gss(
                        new GssCbHandles(RpcGssService.of(1), Opaque.utf8("x"), Opaque.utf8("y")));

        assertThat(createWith(List.of(new CallbackSecParms.None(), gss)).status())
                .isEqualTo(NfsStatus.NOENT);
        assertThat(createWith(List.of(new CallbackSecParms.Unknown(99))).status())
                .isEqualTo(NfsStatus.BADXDR);
    }

    @Test
    void callbackCredentialsAreKeptButNotWithoutLimit() {
        CallbackSecParms sys =
                new CallbackSecParms.Sys(
                        new AuthSysParms(1, Opaque.utf8("m"), 2, 3, List.of(4, 5, 6)));

        Session session = server.session(value(createWith(List.of(sys))));
        assertThat(session.callbacks().security()).containsExactly(sys);
        assertThat(session.callbacks().program()).isEqualTo(0x40000000);

        ExchangeIdResOk other = server.exchange("b", 1);
        CreateSessionArgs many =
                new CreateSessionArgs(
                        other.clientId(),
                        other.sequenceId(),
                        0,
                        channel(1),
                        channel(1),
                        1,
                        Collections.nCopies(1000, sys));
        assertThat(server.session(value(server.create(many))).callbacks().security())
                .hasSize(CallbackSecurity.MOST_KEPT);
    }

    @Test
    void sessionsOfOneClientAreLimited() {
        TableFixture small = new TableFixture(new TableLimits(3, 10, 2, 10));
        ExchangeIdResOk only = small.exchange("a", 1);
        Session first = small.session(only.clientId(), only.sequenceId());
        small.session(only.clientId(), only.sequenceId() + 1);

        assertThat(small.create(only.clientId(), only.sequenceId() + 2, ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        small.destroy(first);
        small.session(only.clientId(), only.sequenceId() + 2);
    }

    @Test
    void clientsAndSessionsAreLimitedAndALiveClientIsNeverTheVictim() {
        TableFixture small = new TableFixture(new TableLimits(3, 2, 4, 3));
        Session first = small.client("a", 1);
        Session second = small.client("b", 1);
        ExchangeIdResOk third = small.exchange("c", 1);

        assertThat(small.create(third.clientId(), third.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        assertThat(small.alive(first)).isTrue();
        assertThat(small.alive(second)).isTrue();
        // A restart of one that is here needs no more room.
        ExchangeIdResOk restarted = small.exchange("a", 2);
        small.session(restarted.clientId(), restarted.sequenceId());
    }

    private Outcome<CreateSessionResOk> createWith(List<CallbackSecParms> parms) {
        return server.create(
                new CreateSessionArgs(
                        clientId, sequence, 0, channel(8), channel(2), 0x40000000, parms));
    }
}
