package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;

import java.util.List;
import java.util.Objects;

/** On which connection, and by which program number, a server calls its client. */
final class CallbackPathChecks {
    @Check(
            id = "BIND-110",
            rule = "CREATE_SESSION with the flag makes its connection one for callbacks",
            sends =
                    "CREATE_SESSION with CREATE_SESSION4_FLAG_CONN_BACK_CHAN, OPEN that gets a"
                            + " delegation, OPEN for writing by another client",
            accepts =
                    "CB_RECALL on the connection of CREATE_SESSION: first sequence id of the slot,"
                            + " program number of the session, minor version 1",
            requirements = {"18.36.3-R21", "18.36.3-R22", "18.36.3-R23", "18.36.4-R05"},
            sections = "2.10.3.1",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-058")
    void connectionOfCreateSession(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        NfsConnection connection = session.client().connection();
        Callback call = Recall.prepare(cx, session, connection, "recalled").provoke();
        requireOn(connection, call);
        Handshake.requireSame("program of CB_RECALL", Callbacks.PROGRAM, call.call().program());
        Handshake.requireSame(
                "minor version of CB_RECALL",
                1,
                Objects.requireNonNull(call.compound()).minorVersion());
    }

    @Check(
            id = "BIND-111",
            rule = "SEQUENCE alone does not make a connection one for callbacks",
            sends =
                    "A session with a backchannel; SEQUENCEs on two more connections, one of which"
                            + " gets a delegation; OPEN for writing by another client",
            accepts = "CB_RECALL on the connection of CREATE_SESSION",
            sections = {"2.10.3.1", "18.34.3"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-057")
    void connectionsOfTheForeChannelOnly(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        NfsClient client = session.client();
        NfsConnection back = client.connection();
        NfsConnection idle = client.newConnection();
        NfsConnection used = client.newConnection();
        for (NfsConnection connection : List.of(idle, used)) {
            assertThatReply(session.slot(0).start(connection, false, Ops.putRootFh()).await())
                    .isOk();
        }
        requireOn(back, Recall.prepare(cx, session, used, "recalled").provoke());
    }

    @Check(
            id = "BIND-112",
            rule = "Calls go on over another connection of the backchannel when one is lost",
            sends =
                    "A second connection bound to both channels; a delegation; the first connection"
                            + " is cut; OPEN for writing by another client",
            accepts = "CB_RECALL on the second connection",
            sections = {"2.10.13.2.4", "2.10.6.2"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-062")
    void connectionOfTheBackchannelLost(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        NfsClient client = session.client();
        NfsConnection second = client.newConnection();
        Reply bound = second.call(Ops.bind(session.id(), ChannelDirFromClient.BACK_OR_BOTH));
        assertThatReply(bound).isOk();
        if (!bound.result(0, BindConnToSessionResOk.class)
                .dir()
                .equals(ChannelDirFromServer.BOTH)) {
            throw cx.skipped("the server gives a second connection no more than the backchannel");
        }
        Recall recall = Recall.prepare(cx, session, second, "recalled");
        client.connection().cut();
        requireOn(second, recall.provoke());
    }

    @Check(
            id = "BCTL-007",
            rule = "After BACKCHANNEL_CTL calls go to the program that it names",
            sends =
                    "BACKCHANNEL_CTL with another program and AUTH_NONE, OPEN that gets a"
                            + " delegation, OPEN for writing by another client",
            accepts = "CB_RECALL to that program under AUTH_NONE",
            requirements = "18.36.3-R21",
            sections = "18.33.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-070")
    void programOfBackchannelControl(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        NfsConnection connection = session.client().connection();
        int other = Callbacks.PROGRAM + 1;
        session.client().callbacks().expectProgram(other);
        session.require(new BackchannelCtlArgs(other, List.of(CallbackSecurityChecks.none())));
        Callback call = Recall.prepare(cx, session, connection, "recalled").provoke();
        Handshake.requireSame("program of CB_RECALL", other, call.call().program());
        Handshake.requireSame("flavor of CB_RECALL", 0, call.call().credential().flavor());
    }

    private static void requireOn(NfsConnection connection, Callback call) {
        Handshake.requireSame("connection of CB_RECALL", connection.number(), call.connection());
    }
}
