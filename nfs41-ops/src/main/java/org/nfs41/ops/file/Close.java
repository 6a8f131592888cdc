package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.open.Reduced;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CloseArgs;

/** CLOSE (RFC 8881 section 18.2); what it returns is the invalid state id. */
record Close(OpenFiles opens) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        StateId argument = CloseArgs.decodeBody(args).openStateId();
        Reduced closed = opens.close(cx, CurrentStateId.resolveExact(cx, argument));
        if (closed.status().isOk()) {
            cx.currentStateId(closed.stateId());
            closed.stateId().encode(result);
        }
        return closed.status();
    }
}
