package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations without a session that a server asks to send again later. */
final class DelayedHandshakeChecks {
    private static final int ROUNDS = 30;
    private static final int SLOTS = 8;
    private static final int OPERATIONS = 15;
    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Check(
            id = "SEQ-104",
            rule = "NFS4ERR_DELAY of an operation without a session is not kept as its reply",
            sends =
                    "CREATE_SESSION of a restarted client while requests of its former incarnation"
                            + " are being executed, 30 times; where it is answered NFS4ERR_DELAY,"
                            + " the same again for up to 5 seconds",
            accepts =
                    "NFS4_OK in the end; UNSUPPORTED when NFS4ERR_DELAY never comes, as then there"
                            + " is nothing to see",
            sections = {"15.1.1.3", "18.36.4"},
            needs = {Need.CONNECTIONS, Need.RACE},
            bugs = "B-155")
    void createSessionIsDelayed(CheckContext cx) {
        boolean delayed = false;
        for (int round = 0; round < ROUNDS && !delayed; round++) {
            NfsClient former = cx.newClient();
            NfsSession session = former.connect();
            NfsClient restarted = cx.restarted(former);
            CreateSessionArgs create = restarted.createSessionArgs();
            List<Exchange> running = keepBusy(session);
            Reply reply = restarted.call(create);
            for (int i = 0; i < ATTEMPTS && reply.status().equals(NfsStatus.DELAY); i++) {
                delayed = true;
                cx.pause(PAUSE, "the server asks to come again");
                reply = restarted.call(create);
            }
            assertThatReply(reply).because("what it was to wait for is over").isOk();
            Handshake.requireAlive(restarted.adopt(reply.result(0, CreateSessionResOk.class)));
            running.forEach(Exchange::await);
        }
        if (!delayed) {
            throw cx.unsupported("the server never answers CREATE_SESSION with NFS4ERR_DELAY");
        }
    }

    /** Requests that take a while, on several slots and a connection of their own. */
    private static List<Exchange> keepBusy(NfsSession session) {
        NfsConnection connection = session.client().newConnection();
        ArgOp[] ops = new ArgOp[Math.min(OPERATIONS, session.foreChannel().maxOperations() - 1)];
        Arrays.fill(ops, Ops.getAttr(Attribute.TYPE, Attribute.SUPPORTED_ATTRS));
        ops[0] = Ops.putRootFh();
        List<Exchange> running = new ArrayList<>();
        for (int slot = 1; slot < Math.min(SLOTS, session.slotCount()); slot++) {
            running.add(session.slot(slot).start(connection, false, ops));
        }
        return running;
    }
}
