package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SetSsvArgs;

/**
 * SET_SSV (RFC 8881 section 18.47): for clients with SP4_SSV only, and EXCHANGE_ID grants that to
 * none.
 */
public final class SetSsv implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        SetSsvArgs.decodeBody(args);
        return NfsStatus.INVAL;
    }
}
