package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Writes to the current filehandle. The arguments of WRITE, RFC 8881 section 18.32.
 *
 * @param stateId an open, lock or delegation, or a special state id
 * @param offset the first byte
 * @param stable how durable the data must be before the reply
 * @param data the data
 */
public record WriteArgs(StateId stateId, long offset, StableHow stable, Opaque data)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static WriteArgs decodeBody(XdrReader in) throws XdrException {
        return new WriteArgs(
                StateId.decode(in),
                in.readLong(),
                StableHow.decode(in),
                in.readOpaque(Limits.MESSAGE));
    }

    @Override
    public Operation op() {
        return Operation.WRITE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        out.writeLong(offset);
        stable.encode(out);
        out.writeOpaque(data);
    }
}
