package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Data was written. The successful result of WRITE, RFC 8881 section 18.32.
 *
 * @param count how many bytes, unsigned
 * @param committed how durable it is
 * @param writeVerifier to compare with COMMIT's
 */
public record WriteResOk(int count, StableHow committed, long writeVerifier) implements ResOp {
    /** Reads what follows the status. */
    public static WriteResOk decodeBody(XdrReader in) throws XdrException {
        return new WriteResOk(in.readInt(), StableHow.decode(in), in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.WRITE;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(count);
        committed.encode(out);
        out.writeLong(writeVerifier);
    }
}
