package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.ReclaimCompleteArgs;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What may go wrong with RECLAIM_COMPLETE. */
public final class ReclaimFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "lock-before-reclaim-complete",
                        "B-101",
                        "OPEN succeeds before RECLAIM_COMPLETE",
                        EarlyOpen::new,
                        "LEASE-100",
                        "LEASE-107"),
                Fault.of(
                        "reclaim-complete-without-effect",
                        "B-101",
                        "RECLAIM_COMPLETE is forgotten, so that OPEN answers NFS4ERR_GRACE for"
                                + " ever",
                        () ->
                                Hooks.operation(
                                        Operation.RECLAIM_COMPLETE, handler -> withoutEffect()),
                        "LEASE-106"),
                Fault.of(
                        "one-file-system-stands-for-all",
                        "B-103",
                        "RECLAIM_COMPLETE of one file system is taken for that of all",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                ReclaimCompleteArgs.class,
                                                args -> new ReclaimCompleteArgs(false))),
                        "LEASE-101",
                        "LEASE-102",
                        "LEASE-103",
                        "LEASE-230"),
                Fault.of(
                        "reclaim-at-any-time",
                        "B-104",
                        "OPEN reclaims what nobody has lost, as if it were an ordinary one",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request, OpenArgs.class, ReclaimFaults::ordinary)),
                        "LEASE-104"));
    }

    private static OperationHandler withoutEffect() {
        return (cx, args, result) -> {
            ReclaimCompleteArgs.decodeBody(args);
            return NfsStatus.OK;
        };
    }

    private static OpenArgs ordinary(OpenArgs args) {
        return args.claim() instanceof OpenClaim.Previous
                ? new OpenArgs(
                        args.seqid(),
                        args.shareAccess(),
                        args.shareDeny(),
                        args.owner(),
                        args.openHow(),
                        new OpenClaim.Fh())
                : args;
    }

    /** OPEN that is refused for want of RECLAIM_COMPLETE makes up for that and goes on. */
    private static final class EarlyOpen implements ServerHooks {
        private final AtomicReference<@Nullable OperationHandler> complete =
                new AtomicReference<>();

        @Override
        public OperationHandler operation(Operation operation, OperationHandler handler) {
            if (operation.equals(Operation.RECLAIM_COMPLETE)) {
                complete.set(handler);
            }
            return operation.equals(Operation.OPEN) ? early(handler) : handler;
        }

        private OperationHandler early(OperationHandler open) {
            return (cx, args, result) -> {
                int from = args.position();
                int to = from + args.remaining();
                int start = result.position();
                NfsStatus status = open.handle(cx, args, result);
                OperationHandler completion = complete.get();
                if (!status.equals(NfsStatus.GRACE) || completion == null) {
                    return status;
                }
                completion.handle(cx, new XdrReader(new byte[Integer.BYTES]), result);
                result.position(start);
                return open.handle(cx, args.reset(args.buffer(), from, to), result);
            };
        }
    }
}
