package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;

import java.time.Duration;
import java.util.Set;

/** What the checks of grace periods have in common. */
final class Reclaims {
    /** The statuses by which a server says that a reclaim cannot be had. */
    static final NfsStatus[] REFUSALS = {NfsStatus.NO_GRACE, NfsStatus.RECLAIM_BAD};

    /** Of reclaims of the same by two clients the second gets one of these. */
    static final NfsStatus[] CONFLICTS = {
        NfsStatus.RECLAIM_CONFLICT,
        NfsStatus.RECLAIM_BAD,
        NfsStatus.NO_GRACE,
        NfsStatus.SHARE_DENIED,
        NfsStatus.DENIED
    };

    /** How many leases a grace period may last: clients come back in one, then they reclaim. */
    private static final int LEASES = 4;

    /** The shortest time in which a server must have got over a restart. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private Reclaims() {}

    /**
     * A reclaim that has to succeed. A server may refuse all reclaims after every restart (RFC 8881
     * section 8.4.3): one that does so in the simplest case as well does not support what is
     * checked.
     */
    static Reply required(CheckContext cx, String why, Reply reply) {
        if (reply.status().equals(NfsStatus.NO_GRACE) && !isSupported(cx)) {
            throw cx.unsupported("after a restart the server refuses every reclaim");
        }
        return assertedOk(why, reply);
    }

    private static Reply assertedOk(String why, Reply reply) {
        assertThatReply(reply).because(why).isOk();
        return reply;
    }

    /** Whether a client with an open and a lock gets these back after an orderly restart. */
    static boolean isSupported(CheckContext cx) {
        cx.note("are reclaims supported at all?");
        Holder holder = Holder.of(cx, cx.file("reclaims-supported"));
        assertThatReply(holder.lock(false)).isOk();
        cx.restartServer();
        boolean supported = holder.back().reclaim().isOk();
        cx.note(supported ? "they are" : "they are not");
        return supported;
    }

    /**
     * Tries an ordinary OPEN until the grace period lets it through; that must not take much longer
     * than clients need to come back.
     *
     * @param lease the server's, asked for before the restart
     * @param alive whose leases must not lapse meanwhile
     * @return the first reply that does not ask to come again
     */
    static Reply openWhenOver(CheckContext cx, Holder prober, Duration lease, Holder... alive) {
        Set<NfsStatus> later = Set.of(NfsStatus.GRACE, NfsStatus.DELAY);
        Reply reply = open(cx, prober, lease, later, alive);
        assertThatReply(reply)
                .because(
                        "the grace period has to be over within " + limit(lease).toSeconds() + " s")
                .hasStatusOtherThan(NfsStatus.GRACE);
        return reply;
    }

    /** The same, but DELAY is no reason to go on: a delegation may be in the way. */
    static Reply openOrDelay(CheckContext cx, Holder prober, Duration lease, Holder... alive) {
        return open(cx, prober, lease, Set.of(NfsStatus.GRACE), alive);
    }

    /**
     * A new client opens for writing what another one has lost, closes it and goes.
     *
     * @param lease the server's
     * @param alive whose leases must not lapse meanwhile
     */
    static void takeAndRelease(CheckContext cx, Holder lost, Duration lease, Holder... alive) {
        Holder taker = Holder.writer(cx, lost.file());
        // a lease that has lapsed may be noticed a little later
        Set<NfsStatus> later = Set.of(NfsStatus.GRACE, NfsStatus.DELAY, NfsStatus.SHARE_DENIED);
        taker.adopt(assertedOk("it is in nobody's way", open(cx, taker, lease, later, alive)));
        taker.close();
        taker.client().close();
    }

    private static Reply open(
            CheckContext cx, Holder prober, Duration lease, Set<NfsStatus> later, Holder... alive) {
        long deadline = System.nanoTime() + limit(lease).toNanos();
        Reply reply = prober.open();
        while (later.contains(reply.status()) && System.nanoTime() - deadline < 0) {
            cx.pause(PAUSE, "another client may be about to reclaim");
            for (Holder each : alive) {
                each.session().require(Ops.putRootFh());
            }
            reply = prober.open();
        }
        return reply;
    }

    private static Duration limit(Duration lease) {
        Duration limit = lease.multipliedBy(LEASES);
        return limit.compareTo(LEAST) < 0 ? LEAST : limit;
    }
}
