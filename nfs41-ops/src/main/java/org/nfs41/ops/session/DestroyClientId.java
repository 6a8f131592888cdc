package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.DestroyClientIdArgs;

/** DESTROY_CLIENTID (RFC 8881 section 18.50): ends a client id that holds nothing. */
public final class DestroyClientId implements OperationHandler {
    private final ClientTable clients;

    public DestroyClientId(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        return clients.destroyClientId(DestroyClientIdArgs.decodeBody(args).clientId(), cx.now());
    }
}
