package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Gives up an open of the current filehandle. The arguments of CLOSE, RFC 8881 section 18.2.
 *
 * @param seqid ignored in NFSv4.1
 * @param openStateId the open
 */
public record CloseArgs(int seqid, StateId openStateId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static CloseArgs decodeBody(XdrReader in) throws XdrException {
        return new CloseArgs(in.readInt(), StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.CLOSE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(seqid);
        openStateId.encode(out);
    }
}
