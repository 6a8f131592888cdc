package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.BackchannelCtlArgs;

/**
 * BACKCHANNEL_CTL (RFC 8881 section 18.33): changes program number and credentials of calls to the
 * client of the session.
 */
public final class BackchannelCtl implements OperationHandler {
    private final ClientTable clients;

    public BackchannelCtl(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        return clients.backchannelCtl(cx.requireSession(), BackchannelCtlArgs.decodeBody(args));
    }
}
