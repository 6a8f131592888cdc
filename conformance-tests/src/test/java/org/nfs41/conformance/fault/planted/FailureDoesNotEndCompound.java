package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;

/** Operations after a failed one are executed. */
public final class FailureDoesNotEndCompound extends Fault {
    /** As {@link Fault} asks. */
    public FailureDoesNotEndCompound() {
        super(
                "failure-does-not-end-compound",
                "B-148",
                "a LOOKUP that finds nothing is passed over without a result of its own",
                "COMP-003");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.operation(
                Operation.LOOKUP,
                handler ->
                        (cx, args, result) -> {
                            NfsStatus status = handler.handle(cx, args, result);
                            return status.equals(NfsStatus.NOENT) ? NfsStatus.OK : status;
                        });
    }
}
