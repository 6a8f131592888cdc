package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Brings data that was written {@link StableHow#UNSTABLE} to stable storage. The arguments of
 * COMMIT, RFC 8881 section 18.3.
 *
 * @param offset the first byte
 * @param count how many bytes, unsigned; 0 means to the end of the file
 */
public record CommitArgs(long offset, int count) implements ArgOp {
    /** Reads what follows the operation number. */
    public static CommitArgs decodeBody(XdrReader in) throws XdrException {
        return new CommitArgs(in.readLong(), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.COMMIT;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(offset);
        out.writeInt(count);
    }
}
