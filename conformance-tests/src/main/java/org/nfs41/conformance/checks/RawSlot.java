package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;

import java.util.ArrayList;
import java.util.List;

/**
 * Slot 0 of a session of its own, on which anything can be sent behind a right SEQUENCE, always
 * over the same connection. What the server does not take apart at all leaves the sequence id as it
 * was.
 */
final class RawSlot {
    private final NfsSession session;
    private final NfsConnection connection;
    private int sequenceId = 1;

    RawSlot(CheckContext cx) {
        session = cx.newSession();
        connection = session.client().connection();
    }

    NfsSession session() {
        return session;
    }

    /** The one connection that everything goes over. */
    NfsConnection connection() {
        return connection;
    }

    /** The request that {@link #send(Op...)} would send. */
    Compound request(Op... ops) {
        Compound compound = Compound.of(session.sequence(0, sequenceId));
        for (Op op : ops) {
            compound = compound.plus(op);
        }
        return compound;
    }

    /** Sends SEQUENCE and these operations. */
    Reply send(Op... ops) {
        return settle(connection.call(request(ops)));
    }

    /** Sends SEQUENCE and these operations. */
    Reply send(ArgOp... ops) {
        return settle(connection.call(session.request(session.sequence(0, sequenceId), ops)));
    }

    /** Sends exactly this; an empty tag stays empty. */
    Reply sendBytes(Compound request) {
        return sendBytes(request.toBytes());
    }

    /** Sends bytes in place of the arguments, made from {@link #request}. */
    Reply sendBytes(byte[] arguments) {
        return settle(connection.sendRaw(arguments).await());
    }

    /** The next request has to be executed on the same connection and slot. */
    void stillWorks(String after) {
        assertThatReply(send(Ops.putRootFh())).because("the request after " + after).isOk();
    }

    /**
     * The arguments could not be decoded: refused as a whole by RPC, or with NFS4ERR_BADXDR, or one
     * of {@code others}; and the slot still works.
     */
    void refused(Reply reply, String what, NfsStatus... others) {
        if (reply.rpc().isSuccess()) {
            List<NfsStatus> allowed = new ArrayList<>(List.of(others));
            allowed.add(NfsStatus.BADXDR);
            assertThatReply(reply).because(what).hasStatus(allowed.toArray(NfsStatus[]::new));
        } else {
            assertThatReply(reply).because(what).hasRpcOutcome(RpcReply.Outcome.GARBAGE_ARGS);
        }
        stillWorks(what);
    }

    private Reply settle(Reply reply) {
        if (reply.hasCompound() && reply.sequenceSucceeded()) {
            sequenceId++;
        }
        return reply;
    }
}
