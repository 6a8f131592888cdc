package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;

/** What may go wrong with what a client says of callbacks to it. */
public final class BackchannelFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "backchannel-control-not-supported",
                        "B-070",
                        "BACKCHANNEL_CTL, which is REQUIRED, answers NFS4ERR_NOTSUPP",
                        () -> Hooks.operation(Operation.BACKCHANNEL_CTL, handler -> notSupported()),
                        "BCTL-001",
                        "BCTL-006"),
                Fault.of(
                        "backchannel-control-without-session",
                        "B-070",
                        "BACKCHANNEL_CTL answers NFS4_OK without SEQUENCE",
                        () ->
                                Hooks.status(
                                        Operation.BACKCHANNEL_CTL,
                                        NfsStatus.OP_NOT_IN_SESSION,
                                        NfsStatus.OK),
                        "BCTL-002"),
                Fault.of(
                        "unknown-gss-handle-taken",
                        "B-070",
                        "BACKCHANNEL_CTL takes a GSS handle that does not exist",
                        () ->
                                Hooks.status(
                                        Operation.BACKCHANNEL_CTL, NfsStatus.NOENT, NfsStatus.OK),
                        "BCTL-003"),
                Fault.of(
                        "undefined-flavor-taken",
                        "",
                        "BACKCHANNEL_CTL takes a security flavor that does not exist",
                        () ->
                                Hooks.status(
                                        Operation.BACKCHANNEL_CTL, NfsStatus.BADXDR, NfsStatus.OK),
                        "BCTL-004"),
                Fault.of(
                        "gss-arm-of-callbacks-misread",
                        "B-169",
                        "credentials for callbacks do not decode when RPCSEC_GSS is among them",
                        BackchannelFaults::gssMisread,
                        "CS-051",
                        "BCTL-003"));
    }

    private static OperationHandler notSupported() {
        return (cx, args, result) -> {
            BackchannelCtlArgs.decodeBody(args);
            return NfsStatus.NOTSUPP;
        };
    }

    private static ServerHooks gssMisread() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (reply.results().isEmpty()) {
                            return reply;
                        }
                        ArgOp last = request.ops().get(reply.results().size() - 1);
                        return hasGss(last)
                                ? Replies.endWith(
                                        reply, new StatusOnly(last.op(), NfsStatus.BADXDR))
                                : reply;
                    }
                });
    }

    private static boolean hasGss(ArgOp op) {
        List<CallbackSecParms> parms =
                switch (op) {
                    case CreateSessionArgs args -> args.secParms();
                    case BackchannelCtlArgs args -> args.secParms();
                    default -> List.of();
                };
        return parms.stream().anyMatch(CallbackSecParms.Gss.class::isInstance);
    }
}
