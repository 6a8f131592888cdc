package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;
import java.time.Instant;

/**
 * Another client, and something it wants that a delegation is in the way of: it is told
 * NFS4ERR_DELAY and asks again, or its reply is late.
 */
final class Rival {
    /** How long the server may take when nothing is in the way any more. */
    static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CheckContext cx;
    private final NfsSession session;
    private final ArgOp[] ops;
    private Exchange exchange;

    private Rival(CheckContext cx, NfsSession session, ArgOp... ops) {
        this.cx = cx;
        this.session = session;
        this.ops = ops;
        this.exchange = send();
    }

    /** A new client that sends these operations; the reply may come or not. */
    static Rival wants(CheckContext cx, ArgOp... ops) {
        return wants(cx, cx.newClient().connect(), ops);
    }

    /** A client that sends these operations; the reply may come or not. */
    static Rival wants(CheckContext cx, NfsSession session, ArgOp... ops) {
        return new Rival(cx, session, ops);
    }

    /** A new client that opens a file for writing. */
    static Rival wantsToWrite(CheckContext cx, String name) {
        return wantsToWrite(cx, cx.newClient().connect(), name);
    }

    /** A client that opens a file for writing. */
    static Rival wantsToWrite(CheckContext cx, NfsSession session, String name) {
        return wants(cx, session, openForWriting(cx.directory(), name));
    }

    static ArgOp[] openForWriting(FileHandle directory, String name) {
        int access = OpenShare.ACCESS_WRITE | OpenShare.ACCESS_WANT_NO_DELEG;
        return new ArgOp[] {Ops.putFh(directory), Ops.open(name, "rival", access)};
    }

    private Exchange send() {
        return session.slot(0).start(session.client().connection(), false, ops);
    }

    /** It has not got through, and does not when it asks again. */
    Rival requireHeldUp(String why) {
        cx.pause(PAUSE, "whoever is to wait must wait longer than this");
        requireWaiting(why);
        if (exchange.replyIfAny() != null) {
            exchange = send();
            cx.pause(PAUSE, "whoever is to wait must wait longer than this");
            requireWaiting(why);
        }
        return this;
    }

    private void requireWaiting(String why) {
        Reply reply = exchange.replyIfAny();
        if (reply != null) {
            Handshake.require(
                    reply.status().equals(NfsStatus.DELAY),
                    "status of " + exchange.title() + " (" + why + ")",
                    "NFS4ERR_DELAY, or no reply yet",
                    Describe.status(reply.status()));
        }
    }

    /** Asks once more. */
    Reply again() {
        exchange = send();
        return exchange.await();
    }

    /** The reply that is not NFS4ERR_DELAY, or the last one when the time is over. */
    Reply outcome(Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        Reply reply = exchange.await();
        while (reply.status().equals(NfsStatus.DELAY) && Instant.now().isBefore(end)) {
            cx.pause(PAUSE, "the server asked to come later");
            exchange = send();
            reply = exchange.await();
        }
        return reply;
    }

    /** It gets through, now that nothing is in the way. */
    Reply requireThrough() {
        Reply reply = outcome(SOON);
        assertThatReply(reply).because("nothing is in the way any more").isOk();
        return reply;
    }
}
