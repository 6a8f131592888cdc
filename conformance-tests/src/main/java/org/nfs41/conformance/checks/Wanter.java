package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A client that has been promised a delegation of a file, for when nobody is in the way any more
 * (RFC 8881 section 18.49). Whether a server promises anything is its choice.
 */
final class Wanter {
    private static final int STEPS_OF_A_LEASE = 6;
    private static final int LEASES = 4;

    private final CheckContext cx;
    private final NfsSession session;
    private final FileHandle file;
    private final Duration lease;

    private Wanter(CheckContext cx, NfsSession session, FileHandle file, Duration lease) {
        this.cx = cx;
        this.session = session;
        this.file = file;
        this.lease = lease;
    }

    /** A new client that is promised a delegation of a file that is in use. */
    static Wanter of(CheckContext cx, FileHandle file, int want) {
        return of(cx, cx.newClient().connect(), file, want);
    }

    /** A client that is promised a delegation of a file that is in use. */
    static Wanter of(CheckContext cx, NfsSession session, FileHandle file, int want) {
        Wanter wanter = new Wanter(cx, session, file, cx.leaseTime());
        OpenDelegation answer = wanter.want(want | later());
        if (!answer.equals(new OpenDelegation.NoneExt(new OpenNoneDelegation.Contention(true)))) {
            throw cx.unsupported("no delegation is promised");
        }
        return wanter;
    }

    /** The flag of who wants a delegation as soon as nobody is in the way. */
    static int later() {
        return OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;
    }

    /** WANT_DELEGATION of a file by its filehandle; UNSUPPORTED if there is no such operation. */
    static Reply ask(CheckContext cx, NfsSession session, FileHandle file, int want) {
        Reply reply =
                session.compound(
                        Ops.putFh(file), new WantDelegationArgs(want, new DelegClaim.Fh()));
        if (reply.status().equals(NfsStatus.NOTSUPP)
                || reply.status().equals(NfsStatus.OP_ILLEGAL)) {
            throw cx.unsupported("WANT_DELEGATION is not supported");
        }
        return reply;
    }

    /** What WANT_DELEGATION of the file answers, which has to succeed. */
    OpenDelegation want(int want) {
        Reply reply = ask(cx, session, file, want);
        assertThatReply(reply).because("a delegation is wanted").isOk();
        return reply.result(WantDelegationResOk.class).delegation();
    }

    NfsSession session() {
        return session;
    }

    Callbacks callbacks() {
        return session.client().callbacks();
    }

    /** The offers of a delegation of the file so far. */
    List<Callback> offers() {
        return callbacks().received().stream().filter(this::isOffer).toList();
    }

    private boolean isOffer(Callback call) {
        return call.find(CbPushDelegArgs.class).filter(push -> push.fh().equals(file)).isPresent();
    }

    private static boolean isCancelled(Callback call) {
        return call.find(CbWantsCancelledArgs.class)
                .filter(CbWantsCancelledArgs::contendedWantsCancelled)
                .isPresent();
    }

    /** Whether the server has taken its promises back. */
    boolean isCancelled() {
        return callbacks().received().stream().anyMatch(Wanter::isCancelled);
    }

    /** The delegation that is offered, now that nobody is in the way. */
    OpenDelegation awaitOffer() {
        return awaitOffers(1);
    }

    /** The delegation of the offer of this number, counted from 1. */
    OpenDelegation awaitOffers(int count) {
        await(() -> offers().size() >= count || isCancelled());
        List<Callback> offers = offers();
        if (offers.size() >= count) {
            return offers.get(count - 1).find(CbPushDelegArgs.class).orElseThrow().delegation();
        }
        if (isCancelled()) {
            throw cx.unsupported("the promise is taken back by CB_WANTS_CANCELLED");
        }
        throw new CheckFailure(
                "calls in " + LEASES + " leases in which nobody was in the way",
                "CB_PUSH_DELEG (number " + count + ") or CB_WANTS_CANCELLED",
                offers.isEmpty() ? "none" : offers.size() + " times CB_PUSH_DELEG");
    }

    /** CB_WANTS_CANCELLED has to come. */
    void awaitCancellation(String after) {
        await(this::isCancelled);
        Handshake.require(
                isCancelled(),
                "calls after " + after,
                "CB_WANTS_CANCELLED with cwca_contended_wants_cancelled",
                "none in " + LEASES + " leases");
    }

    /** Waits as long as a server may take, and renews the lease meanwhile. */
    private void await(BooleanSupplier came) {
        Instant end = Instant.now().plus(lease.multipliedBy(LEASES));
        Duration step = lease.dividedBy(STEPS_OF_A_LEASE);
        while (!came.getAsBoolean() && Instant.now().isBefore(end)) {
            Predicate<Callback> any = call -> came.getAsBoolean();
            callbacks().await(any, step);
            renew();
        }
    }

    /** Passes time while the client renews its lease. */
    void pass(double leases, String why) {
        int steps = (int) Math.round(leases * STEPS_OF_A_LEASE);
        for (int i = 0; i < steps; i++) {
            cx.pause(lease.dividedBy(STEPS_OF_A_LEASE), why);
            renew();
        }
    }

    private void renew() {
        assertThatReply(session.compound()).because("the lease is renewed").isOk();
    }

    /** TEST_STATEID of a delegation. */
    NfsStatus state(StateId delegation) {
        return session.require(Ops.testStateId(delegation))
                .result(TestStateIdResOk.class)
                .statusCodes()
                .getFirst();
    }

    /** CB_RECALL of a delegation has to come soon. */
    void awaitRecall(StateId delegation, String after) {
        Predicate<Callback> recall =
                call ->
                        call.find(CbRecallArgs.class)
                                .filter(args -> args.stateId().sameOther(delegation))
                                .isPresent();
        Handshake.require(
                callbacks().await(recall, DelegationHolder.PROMPTLY).isPresent(),
                "calls after " + after,
                "CB_RECALL of the delegation that was pushed",
                "none");
    }

    /** Gives a delegation of the file back. */
    void giveBack(StateId delegation) {
        assertThatReply(session.compound(Ops.putFh(file), new DelegReturnArgs(delegation)))
                .because("the delegation is given back")
                .isOk();
    }

    /** The state id of a delegation that was pushed, which has to be one. */
    static StateId stateId(OpenDelegation pushed) {
        StateId stateId = DelegationHolder.granted(pushed);
        if (stateId == null) {
            throw new CheckFailure(
                    "cpda_delegation",
                    "OPEN_DELEGATE_READ or OPEN_DELEGATE_WRITE",
                    Describe.of(pushed));
        }
        return stateId;
    }
}
