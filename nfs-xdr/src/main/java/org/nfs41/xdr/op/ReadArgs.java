package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Reads from the current filehandle. The arguments of READ, RFC 8881 section 18.22.
 *
 * @param stateId an open, lock or delegation, or a special state id
 * @param offset the first byte
 * @param count how many bytes, unsigned
 */
public record ReadArgs(StateId stateId, long offset, int count) implements ArgOp {
    /** Reads what follows the operation number. */
    public static ReadArgs decodeBody(XdrReader in) throws XdrException {
        return new ReadArgs(StateId.decode(in), in.readLong(), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.READ;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        out.writeLong(offset);
        out.writeInt(count);
    }
}
