package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.Calls;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.NfsSpaceLimit;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.OpenWriteDelegation;
import org.nfs41.xdr.op.StatusOnly;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** What may go wrong with delegations that are wanted for later. */
public final class WantFaults implements FaultGroup {
    private static final int ANY_ACCESS = OpenShare.ACCESS_BOTH;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "promised-delegation-is-not-pushed",
                        "",
                        "what a client was promised never comes",
                        () -> forgotten(CbPushDelegArgs.class),
                        "DELEG-180"),
                Fault.of(
                        "pushed-delegation-is-of-another-kind",
                        "",
                        "whatever was wanted, a write delegation is pushed",
                        () -> calls(WantFaults::toWrite),
                        "DELEG-180"),
                Fault.of(
                        "pushed-delegation-is-not-recalled",
                        "",
                        "a delegation that came by CB_PUSH_DELEG is never recalled",
                        NoRecall::planted,
                        "DELEG-180"),
                Fault.of(
                        "rejected-delegation-is-offered-again",
                        "",
                        "a delegation that the client has rejected is offered to it again",
                        () -> answers(NfsStatus.REJECT_DELEG, NfsStatus.DELAY),
                        "DELEG-181"),
                Fault.of(
                        "delayed-offer-is-the-last",
                        "",
                        "a client that cannot take a delegation yet is not offered it again",
                        () -> Calls.replies(WantFaults::rejected),
                        "DELEG-182"),
                Fault.of(
                        "cancelled-want-stays",
                        "",
                        "a want that its client cancels stays",
                        WantFaults::notCancelled,
                        "DELEG-183"),
                Fault.of(
                        "want-with-access-is-invalid",
                        "",
                        "WANT_DELEGATION with bits for access is refused",
                        () -> refused(ANY_ACCESS),
                        "DELEG-184"),
                Fault.of(
                        "want-that-is-not-noted-is-an-error",
                        "",
                        "WANT_DELEGATION that wants to be told of room is refused",
                        () -> refused(OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL),
                        "DELEG-185"),
                Fault.of(
                        "client-with-a-want-is-destroyed",
                        "",
                        "DESTROY_CLIENTID does not mind what a client was promised",
                        () ->
                                Hooks.status(
                                        Operation.DESTROY_CLIENTID,
                                        NfsStatus.CLIENTID_BUSY,
                                        NfsStatus.OK),
                        "DELEG-186"),
                Fault.of(
                        "wants-are-cancelled-in-silence",
                        "",
                        "nobody is told of a promise that cannot be kept",
                        () -> forgotten(CbWantsCancelledArgs.class),
                        "DELEG-187"),
                Fault.of(
                        "write-delegation-is-pushed-to-two",
                        "",
                        "a write delegation that a client has accepted is pushed to another one",
                        () -> answers(NfsStatus.OK, NfsStatus.REJECT_DELEG),
                        "DELEG-188"),
                Fault.of(
                        "reason-says-nothing-of-the-type",
                        "",
                        "who wants a delegation of what has none is told of contention",
                        () -> Hooks.replies(WantFaults::contended),
                        "DELEG-189"));
    }

    private static ServerHooks calls(UnaryOperator<@Nullable CbArgOp> change) {
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                return change.apply(operation);
            }
        }.hooks();
    }

    private static ServerHooks forgotten(Class<? extends CbArgOp> type) {
        return calls(operation -> type.isInstance(operation) ? null : operation);
    }

    private static @Nullable CbArgOp toWrite(@Nullable CbArgOp operation) {
        return operation instanceof CbPushDelegArgs push
                        && push.delegation() instanceof OpenDelegation.Read(var read)
                ? new CbPushDelegArgs(
                        push.fh(),
                        new OpenDelegation.Write(
                                new OpenWriteDelegation(
                                        read.stateId(),
                                        read.recall(),
                                        new NfsSpaceLimit.Size(0),
                                        read.permissions())))
                : operation;
    }

    private static final class NoRecall extends ClientCallFilter {
        private final Collection<OpenDelegation> pushed = new ConcurrentLinkedQueue<>();

        static ServerHooks planted() {
            return new NoRecall().hooks();
        }

        @Override
        protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
            if (operation instanceof CbPushDelegArgs push) {
                pushed.add(push.delegation());
            }
            return operation instanceof CbRecallArgs recall && isPushed(recall) ? null : operation;
        }

        private boolean isPushed(CbRecallArgs recall) {
            return pushed.stream()
                    .anyMatch(delegation ->
                            switch (delegation) {
                                case OpenDelegation.Read(var read) ->
                                        read.stateId().sameOther(recall.stateId());
                                case OpenDelegation.Write(var write) ->
                                        write.stateId().sameOther(recall.stateId());
                                default -> false;
                            });
        }
    }

    /** The server takes one answer to CB_PUSH_DELEG for another. */
    private static ServerHooks answers(NfsStatus right, NfsStatus instead) {
        return new ClientCallFilter() {
            @Override
            protected CallOutcome outcome(CbArgOp operation, CallOutcome outcome) {
                return operation instanceof CbPushDelegArgs
                                && outcome instanceof CallOutcome.Answered(var result)
                                && result.status().equals(right)
                        ? new CallOutcome.Answered(
                                new CbStatusOnly(CallbackOperation.CB_PUSH_DELEG, instead))
                        : outcome;
            }
        }.hooks();
    }

    /** NFS4ERR_DELAY is taken for a rejection; otherwise the call itself would be repeated. */
    private static CallReply rejected(CallReply reply) {
        if (!(reply instanceof CallReply.Results(CbCompoundRes compound))
                || !compound.status().equals(NfsStatus.DELAY)
                || compound.results().size() < 2) {
            return reply;
        }
        List<CbResOp> results = new ArrayList<>(compound.results());
        CbResOp last = results.removeLast();
        results.add(new CbStatusOnly(last.op(), NfsStatus.REJECT_DELEG));
        return new CallReply.Results(
                new CbCompoundRes(NfsStatus.REJECT_DELEG, compound.tag(), results));
    }

    private static ServerHooks notCancelled() {
        UnaryOperator<WantDelegationArgs> change =
                args ->
                        args.want() == OpenShare.ACCESS_WANT_CANCEL
                                ? new WantDelegationArgs(
                                        OpenShare.ACCESS_WANT_READ_DELEG, args.claim())
                                : args;
        return Hooks.requests(
                request -> Requests.change(request, WantDelegationArgs.class, change));
    }

    /** WANT_DELEGATION with any of these flags. */
    private static ServerHooks refused(int flags) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean wrong =
                                Requests.first(request, WantDelegationArgs.class)
                                        .filter(args -> (args.want() & flags) != 0)
                                        .isPresent();
                        return wrong && reply.status().equals(NfsStatus.OK)
                                ? Replies.endWith(
                                        reply,
                                        new StatusOnly(Operation.WANT_DELEGATION, NfsStatus.INVAL))
                                : reply;
                    }
                });
    }

    private static CompoundRes contended(CompoundRes reply) {
        return Replies.change(
                reply,
                WantDelegationResOk.class,
                ok ->
                        ok.delegation() instanceof OpenDelegation.NoneExt(var none)
                                        && (none.why().equals(WhyNoDelegation.IS_DIR)
                                                || none.why()
                                                        .equals(
                                                                WhyNoDelegation
                                                                        .WRITE_DELEG_NOT_SUPP_FTYPE))
                                ? new WantDelegationResOk(
                                        new OpenDelegation.NoneExt(
                                                new OpenNoneDelegation.Contention(false)))
                                : ok);
    }
}
