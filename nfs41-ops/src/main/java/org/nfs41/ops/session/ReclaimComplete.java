package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ReclaimCompleteArgs;

/**
 * RECLAIM_COMPLETE (RFC 8881 section 18.51): the client has taken back what it held before the
 * server restarted.
 */
public final class ReclaimComplete implements OperationHandler {
    private final ClientTable clients;

    public ReclaimComplete(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        boolean oneFs = ReclaimCompleteArgs.decodeBody(args).oneFs();
        if (oneFs && cx.current() == null) {
            return NfsStatus.NOFILEHANDLE;
        }
        return clients.reclaimComplete(cx.requireSession().client(), oneFs);
    }
}
