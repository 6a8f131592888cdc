package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Tells that no more state will be reclaimed. The arguments of RECLAIM_COMPLETE, RFC 8881 section
 * 18.51.
 *
 * @param oneFs whether that is so for the current filehandle's file system only
 */
public record ReclaimCompleteArgs(boolean oneFs) implements ArgOp {
    /** Reads what follows the operation number. */
    public static ReclaimCompleteArgs decodeBody(XdrReader in) throws XdrException {
        return new ReclaimCompleteArgs(in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.RECLAIM_COMPLETE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(oneFs);
    }
}
