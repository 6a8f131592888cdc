package org.nfs41.xdr.op;

import org.nfs41.xdr.NetAddr;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Another principal uses the client's name; not part of NFSv4.1. The result of SETCLIENTID with
 * {@code NFS4ERR_CLID_INUSE}, RFC 7530 section 16.33.
 *
 * @param clientUsing its address
 */
public record SetClientIdInUseRes(NetAddr clientUsing) implements ResOp {
    /** Reads what follows the status. */
    public static SetClientIdInUseRes decodeBody(XdrReader in) throws XdrException {
        return new SetClientIdInUseRes(NetAddr.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.SETCLIENTID;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.CLID_INUSE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        clientUsing.encode(out);
    }
}
