package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbRecallableObjAvailArgs;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.cb.RecallAnyTypes;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** Delegations that a server has no room for, or hardly any (RFC 8881 sections 20.6 and 20.7). */
final class DelegationRoomChecks {
    /** More than the suite's own server has room for; others are not to be filled. */
    private static final int MOST = 300;

    private static final int STEPS = 6;
    private static final int READ = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_READ_DELEG;

    private record Held(FileHandle file, StateId delegation) {}

    /** A client that takes what delegations it can get. */
    private static final class Hoarder {
        private final CheckContext cx;
        private final NfsSession session;
        private final Deque<Held> held = new ArrayDeque<>();

        Hoarder(CheckContext cx) {
            this.cx = cx;
            this.session = cx.newClient().connect();
        }

        Callbacks callbacks() {
            return session.client().callbacks();
        }

        /** Opens one more new file; whether it has got a delegation of it. */
        boolean takeOne(int number) {
            String name = "f" + number;
            cx.session()
                    .require(
                            Ops.putFh(cx.directory()),
                            Directories.create(name),
                            Ops.close(StateId.CURRENT));
            Reply reply =
                    session.require(
                            Ops.putFh(cx.directory()),
                            Ops.open(name, "owner", READ),
                            Ops.getFh(),
                            Ops.close(StateId.CURRENT));
            StateId given = DelegationHolder.granted(reply.result(OpenResOk.class).delegation());
            if (given == null) {
                return false;
            }
            FileHandle file = new FileHandle(reply.result(GetFhResOk.class).object().data());
            held.add(new Held(new FileHandle(file.data().detach()), given));
            return true;
        }

        void giveOneBack() {
            Held one = held.remove();
            assertThatReply(
                            session.compound(
                                    Ops.putFh(one.file()), new DelegReturnArgs(one.delegation())))
                    .because("a delegation is given back")
                    .isOk();
        }

        boolean isAsked() {
            return !callbacks().received(CbRecallAnyArgs.class).isEmpty();
        }
    }

    /** Waits for a call while both clients renew their leases. */
    private static boolean await(
            NfsSession one, NfsSession two, Predicate<Callback> call, Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        while (Instant.now().isBefore(end)) {
            if (one.client().callbacks().await(call, atMost.dividedBy(STEPS)).isPresent()) {
                return true;
            }
            assertThatReply(one.compound()).isOk();
            assertThatReply(two.compound()).isOk();
        }
        return false;
    }

    @Check(
            id = "CB-170",
            rule = "Who is to keep fewer delegations has a lease to choose, and keeps the rest",
            sends =
                    "OPENs of 300 files by a client that keeps the delegations, until there is"
                            + " CB_RECALL_ANY; three quarters of a lease pass; DELEGRETURN of as"
                            + " many as are too many; a lease passes",
            accepts =
                    "CB_RECALL_ANY with RCA4_TYPE_MASK_RDATA_DLG; no CB_RECALL before and after"
                            + " DELEGRETURN; UNSUPPORTED if there is no CB_RECALL_ANY",
            sections = {"20.6.3", "20.6.4"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE, Need.LOAD})
    void clientHasTooMany(CheckContext cx) {
        Duration lease = cx.leaseTime();
        Hoarder hoarder = new Hoarder(cx);
        boolean taken = true;
        for (int i = 0; i < MOST && taken && !hoarder.isAsked(); i++) {
            taken = hoarder.takeOne(i);
        }
        NfsSession session = hoarder.session;
        if (!await(session, cx.session(), call -> call.has(CbRecallAnyArgs.class), lease)) {
            throw cx.unsupported("there is no CB_RECALL_ANY");
        }
        CbRecallAnyArgs asked =
                hoarder.callbacks()
                        .received(CbRecallAnyArgs.class)
                        .getFirst()
                        .find(CbRecallAnyArgs.class)
                        .orElseThrow();
        Handshake.require(
                asked.typeMask().contains(RecallAnyTypes.RDATA_DLG),
                "craa_type_mask for a client that has read delegations",
                "RCA4_TYPE_MASK_RDATA_DLG",
                asked.typeMask().toString());
        Predicate<Callback> recall = call -> call.has(CbRecallArgs.class);
        Duration patience = lease.multipliedBy(3).dividedBy(4);
        requireNone(await(session, cx.session(), recall, patience), "before a lease has passed");
        while (hoarder.held.size() > Math.max(0, asked.objectsToKeep())) {
            hoarder.giveOneBack();
        }
        requireNone(
                await(session, cx.session(), recall, lease),
                "after the client has done what it was asked for");
    }

    private static void requireNone(boolean recalled, String when) {
        Handshake.require(!recalled, "calls " + when, "no CB_RECALL", "CB_RECALL");
    }

    @Check(
            id = "CB-171",
            rule = "Who was promised to hear of room for a delegation hears of it",
            sends =
                    "OPENs of 300 files by a client that keeps the delegations, until it gets no"
                        + " more; OPEN with OPEN4_SHARE_ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL"
                        + " by another client; DELEGRETURN of all",
            accepts =
                    "CB_RECALLABLE_OBJ_AVAIL with RCA4_TYPE_MASK_RDATA_DLG and at least one object,"
                            + " or CB_WANTS_CANCELLED, if there was a promise; else UNSUPPORTED",
            sections = {"18.16.3", "20.7.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE, Need.LOAD})
    void roomIsPromised(CheckContext cx) {
        Duration lease = cx.leaseTime();
        Hoarder hoarder = new Hoarder(cx);
        cx.file("wanted");
        int count = 0;
        while (count < MOST && hoarder.takeOne(count)) {
            count++;
        }
        if (count == MOST) {
            throw cx.unsupported("there is room for more delegations than the suite asks for");
        }
        NfsSession other = cx.newClient().connect();
        int want = READ | OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL;
        OpenDelegation none =
                other.require(Ops.putFh(cx.directory()), Ops.open("wanted", "owner", want))
                        .result(OpenResOk.class)
                        .delegation();
        if (!none.equals(new OpenDelegation.NoneExt(new OpenNoneDelegation.Resource(true)))) {
            throw cx.unsupported("no call is promised for when there is room");
        }
        while (!hoarder.held.isEmpty()) {
            hoarder.giveOneBack();
        }
        Predicate<Callback> told =
                call ->
                        call.has(CbRecallableObjAvailArgs.class)
                                || call.has(CbWantsCancelledArgs.class);
        if (!await(other, hoarder.session, told, lease.multipliedBy(2))) {
            throw new CheckFailure(
                    "calls after there was room again",
                    "CB_RECALLABLE_OBJ_AVAIL or CB_WANTS_CANCELLED",
                    "none in two leases");
        }
        for (Callback call : other.client().callbacks().received(CbRecallableObjAvailArgs.class)) {
            CbRecallableObjAvailArgs args = call.find(CbRecallableObjAvailArgs.class).orElseThrow();
            Handshake.require(
                    args.typeMask().contains(RecallAnyTypes.RDATA_DLG) && args.objectsToKeep() != 0,
                    "CB_RECALLABLE_OBJ_AVAIL for a read delegation",
                    "RCA4_TYPE_MASK_RDATA_DLG and at least one object",
                    args.toString());
        }
    }
}
