package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Introduces an NFSv4.0 client; not part of NFSv4.1. The arguments of SETCLIENTID, RFC 7530 section
 * 16.33.
 *
 * @param client the client
 * @param callback where to call back
 * @param callbackIdent what to send along in callbacks
 */
public record SetClientIdArgs(NfsClientId client, CbClient callback, int callbackIdent)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static SetClientIdArgs decodeBody(XdrReader in) throws XdrException {
        return new SetClientIdArgs(NfsClientId.decode(in), CbClient.decode(in), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.SETCLIENTID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        client.encode(out);
        callback.encode(out);
        out.writeInt(callbackIdent);
    }
}
