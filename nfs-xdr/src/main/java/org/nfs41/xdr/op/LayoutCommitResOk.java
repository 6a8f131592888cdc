package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.OptionalLong;

/**
 * The writes are known. The successful result of LAYOUTCOMMIT, RFC 8881 section 18.42.
 *
 * @param newSize the file's new size in bytes, absent if it did not change
 */
public record LayoutCommitResOk(OptionalLong newSize) implements ResOp {
    /** Reads what follows the status. */
    public static LayoutCommitResOk decodeBody(XdrReader in) throws XdrException {
        return new LayoutCommitResOk(in.readOptionalLong());
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTCOMMIT;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOptional(newSize);
    }
}
