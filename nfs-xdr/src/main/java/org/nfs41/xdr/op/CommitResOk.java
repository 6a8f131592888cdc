package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The data is on stable storage. The successful result of COMMIT, RFC 8881 section 18.3.
 *
 * @param writeVerifier differs from the one of the write if the server may have lost the data
 *     between
 */
public record CommitResOk(long writeVerifier) implements ResOp {
    /** Reads what follows the status. */
    public static CommitResOk decodeBody(XdrReader in) throws XdrException {
        return new CommitResOk(in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.COMMIT;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(writeVerifier);
    }
}
