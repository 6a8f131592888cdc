package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;

/** An operation answers an error that is not its own. */
public final class ErrorOutsideTheList extends Fault {
    /** As {@link Fault} asks. */
    public ErrorOutsideTheList() {
        super(
                "error-outside-the-list",
                "",
                "LOOKUP answers NFS4ERR_EXIST for a missing name",
                "COMP-003");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.operation(
                Operation.LOOKUP,
                handler ->
                        (cx, args, result) -> {
                            NfsStatus status = handler.handle(cx, args, result);
                            return status.equals(NfsStatus.NOENT) ? NfsStatus.EXIST : status;
                        });
    }
}
