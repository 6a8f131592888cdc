package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;

/** What a client is told of a backchannel that has no connection (RFC 8881 section 18.46.3). */
final class BackchannelLossChecks {
    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    @Check(
            id = "SEQ-105",
            rule =
                    "Every SEQUENCE tells that the backchannel has lost its last connection, until"
                            + " it has another one",
            sends =
                    "A session with a backchannel whose only connection is cut; SEQUENCE over"
                            + " another connection; SEQUENCE over a third one, bound to the"
                            + " backchannel",
            accepts =
                    "Within 5 seconds SEQ4_STATUS_CB_PATH_DOWN_SESSION or, as the client has no"
                            + " other session, SEQ4_STATUS_CB_PATH_DOWN, each time although the"
                            + " second connection is used; neither of them within 5 seconds after"
                            + " BIND_CONN_TO_SESSION",
            requirements = {"2.10.3-R01", "2.10.13.1.2-R04", "2.10.13.2.4-R02"},
            sections = "18.46.3",
            needs = Need.CONNECTIONS,
            bugs = {"B-057", "B-061"})
    void lastConnectionOfTheBackchannelIsLost(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.connect();
        int granted = session.created().flags() & CreateSessionFlags.CONN_BACK_CHAN;
        Handshake.requireSame(
                "flag for the backchannel", CreateSessionFlags.CONN_BACK_CHAN, granted);
        client.connection().cut();
        NfsConnection connection = client.newConnection();
        int flags = flags(session, connection);
        for (int i = 0; i < ATTEMPTS && (flags & DOWN) == 0; i++) {
            cx.pause(PAUSE, "the server may not have noticed yet");
            flags = flags(session, connection);
        }
        for (int i = 0; i < 3; i++) {
            Handshake.requireSame("a flag of a lost backchannel", true, (flags & DOWN) != 0);
            flags = flags(session, connection);
        }
        NfsConnection bound = client.newConnection();
        assertThatReply(bound.call(Ops.bind(session.id(), ChannelDirFromClient.BACK_OR_BOTH)))
                .because("the backchannel is to work again")
                .isOk();
        flags = flags(session, bound);
        for (int i = 0; i < ATTEMPTS && (flags & DOWN) != 0; i++) {
            cx.pause(PAUSE, "the server may try the backchannel first");
            flags = flags(session, bound);
        }
        Handshake.requireSame("flags of a backchannel that is down", 0, flags & DOWN);
    }

    private static int flags(NfsSession session, NfsConnection connection) {
        Reply reply = session.slot(0).start(connection, false).await();
        assertThatReply(reply).isOk();
        return reply.result(0, SequenceResOk.class).statusFlags();
    }
}
