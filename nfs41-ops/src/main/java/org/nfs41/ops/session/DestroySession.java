package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.DestroySessionArgs;

/** DESTROY_SESSION (RFC 8881 section 18.37): ends a session and its reply cache. */
public final class DestroySession implements OperationHandler {
    private final ClientTable clients;

    public DestroySession(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        DestroySessionArgs asked = DestroySessionArgs.decodeBody(args);
        boolean last = cx.operationIndex() == cx.operationCount() - 1;
        return clients.destroySession(
                asked.sessionId(), cx.caller().connectionId(), cx.session(), last);
    }
}
