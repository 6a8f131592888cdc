package org.nfs41.conformance.checks;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ChannelAttributes;

import java.time.Duration;

/** What the checks of slots and of the reply cache have in common. */
final class Retries {
    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Retries() {}

    /** A new session of the first client with these limits proposed for its fore channel. */
    static NfsSession sessionWith(CheckContext cx, ChannelAttributes limits) {
        return cx.client()
                .createSession(args -> Ops.createSession(args.clientId(), args.sequence(), limits));
    }

    /** A new session that has at least so many slots; a server may grant fewer. */
    static NfsSession sessionOfSlots(CheckContext cx, int slots) {
        NfsSession session = cx.newSession();
        if (Integer.compareUnsigned(session.slotCount(), slots) < 0) {
            throw cx.skipped("needs " + slots + " slots, granted are " + session.slotCount());
        }
        return session;
    }

    /** Retries until the original is no longer in progress (2.10.6.2 allows two answers). */
    static Reply untilDone(CheckContext cx, NfsConnection connection, Exchange original) {
        Reply reply = connection.retry(original).await();
        for (int i = 0; i < ATTEMPTS && isInProgress(reply); i++) {
            cx.pause(PAUSE, "the original is in progress");
            reply = connection.retry(original).await();
        }
        return reply;
    }

    /** Whether SEQUENCE says that the original is still being executed. */
    static boolean isInProgress(Reply reply) {
        NfsStatus status = reply.status();
        return reply.results().size() == 1
                && (status.equals(NfsStatus.DELAY) || status.equals(NfsStatus.SEQ_MISORDERED));
    }

    /** Whether the check's directory has an entry of this name. */
    static boolean exists(CheckContext cx, String name) {
        Reply reply = cx.session().compound(Ops.putFh(cx.directory()), Ops.lookup(name));
        if (!reply.isOk() && !reply.status().equals(NfsStatus.NOENT)) {
            throw new CheckFailure(
                    "LOOKUP of " + name,
                    "NFS4_OK or NFS4ERR_NOENT",
                    Describe.status(reply.status()));
        }
        return reply.isOk();
    }

    /** Fails unless the check's directory has, or has not, an entry of this name. */
    static void requireExists(CheckContext cx, String name, boolean expected, String why) {
        if (exists(cx, name) != expected) {
            throw new CheckFailure(
                    "entry \"" + name + "\" afterwards (" + why + ")",
                    expected ? "there" : "not there",
                    expected ? "not there" : "there");
        }
    }
}
