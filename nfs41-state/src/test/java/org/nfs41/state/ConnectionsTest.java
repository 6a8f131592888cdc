package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

/** Connections of sessions and what their loss shows: RFC 8881 sections 2.10.3.1 and 18.34. */
class ConnectionsTest {
    private static final int BOTH_DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    private final TableFixture server = new TableFixture();
    private final ExchangeIdResOk id = server.exchange("a", 1);

    @Test
    void b058ConnectionOfCreateSessionCarriesBothChannelsIfAskedFor() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);

        assertThat(session.backConnections()).containsExactly(5);
        assertThat(session.statusFlags(server.now)).isZero();
    }

    @Test
    void b057SequenceOnANewConnectionAssociatesTheForeChannelOnly() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);

        session.used(6, server.now);
        session.used(7, server.now);

        assertThat(session.isAssociated(6)).isTrue();
        assertThat(session.isAssociated(7)).isTrue();
        assertThat(session.backConnections()).containsExactly(5);
    }

    @Test
    void clientThatNeverWantedABackchannelIsNotToldThatThereIsNone() {
        assertThat(server.session(id.clientId(), 1).statusFlags(server.now)).isZero();
    }

    @Test
    void b061LossOfTheLastBackchannelIsToldUntilOneIsBound() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);
        session.used(6, server.now);

        server.table.connectionClosed(5);
        assertThat(session.statusFlags(server.now)).isEqualTo(BOTH_DOWN);
        assertThat(session.isAssociated(5)).isFalse();

        assertThat(server.bound(session, 8, ChannelDirFromClient.BACK))
                .isEqualTo(ChannelDirFromServer.BACK);
        assertThat(session.statusFlags(server.now)).isZero();
    }

    @Test
    void b061ConnectionThatCarriedARequestFirstCanStillGetTheBackchannel() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);
        server.table.connectionClosed(5);
        session.used(6, server.now);

        assertThat(server.bound(session, 6, ChannelDirFromClient.FORE_OR_BOTH))
                .isEqualTo(ChannelDirFromServer.BOTH);
        assertThat(session.statusFlags(server.now)).isZero();
        assertThat(session.backConnections()).containsExactly(6);
    }

    @Test
    void b062OtherBackchannelTakesOver() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);
        server.bound(session, 6, ChannelDirFromClient.FORE_OR_BOTH);

        server.table.connectionClosed(5);

        assertThat(session.statusFlags(server.now)).isZero();
        assertThat(session.backConnections()).containsExactly(6);
    }

    @Test
    void pathOfAnotherSessionIsAPathOfTheClient() {
        Session first = server.sessionWithBackChannel(id.clientId(), 1, 5);
        Session second = server.sessionWithBackChannel(id.clientId(), 2, 6);

        server.table.connectionClosed(5);
        assertThat(first.statusFlags(server.now))
                .isEqualTo(SequenceStatusFlags.CB_PATH_DOWN_SESSION);
        assertThat(second.statusFlags(server.now)).isZero();

        server.table.connectionClosed(6);
        assertThat(second.statusFlags(server.now)).isEqualTo(BOTH_DOWN);
    }

    @Test
    void pathDownIsToldOnSessionsWithoutABackchannelToo() {
        server.sessionWithBackChannel(id.clientId(), 1, 5);
        Session second = server.session(id.clientId(), 2);
        assertThat(second.statusFlags(server.now)).isZero();

        server.table.connectionClosed(5);
        assertThat(second.statusFlags(server.now)).isEqualTo(SequenceStatusFlags.CB_PATH_DOWN);
    }

    @Test
    void b059ConnectionServesManySessionsAndClients() {
        Session first = server.sessionWithBackChannel(id.clientId(), 1, 5);
        Session second = server.sessionWithBackChannel(id.clientId(), 2, 5);
        ExchangeIdResOk other = server.exchange("b", 1);
        Session third = server.sessionWithBackChannel(other.clientId(), 1, 5);

        assertThat(server.table.destroySession(first.id(), 5, null, true)).isEqualTo(NfsStatus.OK);

        assertThat(second.isAssociated(5)).isTrue();
        assertThat(third.isAssociated(5)).isTrue();
        server.table.connectionClosed(5);
        assertThat(second.isAssociated(5)).isFalse();
        assertThat(third.isAssociated(5)).isFalse();
        assertThat(server.table.associatedConnections()).isZero();
    }

    @Test
    void b055DemandForAnotherSetOfChannelsIsInvalidAndChangesNothing() {
        Session session = server.session(id.clientId(), 1);
        server.bound(session, 6, ChannelDirFromClient.FORE);
        server.bound(session, 7, ChannelDirFromClient.FORE_OR_BOTH);

        assertThat(server.bind(session, 6, ChannelDirFromClient.BACK).status())
                .isEqualTo(NfsStatus.INVAL);
        assertThat(server.bind(session, 7, ChannelDirFromClient.FORE).status())
                .isEqualTo(NfsStatus.INVAL);
        assertThat(server.bound(session, 7, ChannelDirFromClient.FORE_OR_BOTH))
                .isEqualTo(ChannelDirFromServer.BOTH);
        assertThat(session.backConnections()).containsExactly(7);
    }

    @Test
    void sequenceOnABackchannelConnectionAddsTheForeChannel() {
        Session session = server.session(id.clientId(), 1);
        server.bound(session, 6, ChannelDirFromClient.BACK);

        session.used(6, server.now);

        assertThat(session.bindings().carriesFore(6)).isTrue();
        assertThat(session.backConnections()).containsExactly(6);
    }

    @Test
    void bindToAnUnknownSessionIsBad() {
        Session session = server.session(id.clientId(), 1);
        server.destroy(session);

        assertThat(server.bind(session, 1, ChannelDirFromClient.FORE).status())
                .isEqualTo(NfsStatus.BADSESSION);
    }

    @Test
    void manyConnectionsPushOutTheOldestWithoutCallbacks() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);
        for (int i = 0; i < 2 * Bindings.MOST_CONNECTIONS; i++) {
            assertThat(session.used(100 + i, server.now)).isTrue();
        }

        assertThat(session.bindings().connections()).hasSize(Bindings.MOST_CONNECTIONS);
        assertThat(session.backConnections()).containsExactly(5);
        assertThat(session.isAssociated(100)).isFalse();
        assertThat(server.table.associatedConnections()).isEqualTo(Bindings.MOST_CONNECTIONS);
    }

    @Test
    void sessionFullOfBackchannelsTakesNoMoreButServesRequests() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 0);
        for (int i = 1; i < Bindings.MOST_CONNECTIONS; i++) {
            server.bound(session, i, ChannelDirFromClient.FORE_OR_BOTH);
        }

        assertThat(server.bind(session, 99, ChannelDirFromClient.BACK).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(session.used(99, server.now)).isTrue();
        assertThat(session.isAssociated(99)).isFalse();
    }

    @Test
    void connectionOfARequestThatItsSessionDidNotOutliveIsForgotten() {
        Session session = server.session(id.clientId(), 1);
        Connections connections = new Connections();
        session.end();

        connections.useFore(session, 9);
        connections.bind(session, new Binding(10, Binding.BOTH, true));

        assertThat(connections.count()).isZero();
        assertThat(session.isAssociated(9)).isFalse();
        assertThat(session.isAssociated(10)).isFalse();
    }

    @Test
    void endThatIsTriedInVainLeavesTheConnectionsThatAreBoundMeanwhile() {
        Session session = server.sessionWithBackChannel(id.clientId(), 1, 5);
        server.table.connectionClosed(5);
        server.bound(session, 6, ChannelDirFromClient.BACK);
        session.ending(true);

        session.used(7, server.now);
        new Connections().useFore(session, 6);
        new Connections().useFore(session, 7);
        session.ending(false);

        assertThat(session.isAssociated(7)).isTrue();
        assertThat(session.backConnections()).containsExactly(6);
        assertThat(session.statusFlags(server.now)).isZero();
    }
}
