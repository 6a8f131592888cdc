package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.DelegPurgeArgs;

/**
 * DELEGPURGE: gives up the delegations of an earlier incarnation of the client that wait to be
 * recovered (RFC 8881 section 18.5). They end with that incarnation, so that there are none: the
 * operation has nothing to do. The client id in it means nothing.
 */
record DelegPurge() implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        DelegPurgeArgs.decodeBody(args);
        return NfsStatus.OK;
    }
}
