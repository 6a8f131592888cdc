package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The content of a symbolic link. The successful result of READLINK, RFC 8881 section 18.24.
 *
 * @param link the text
 */
public record ReadLinkResOk(Opaque link) implements ResOp {
    /** Reads what follows the status. */
    public static ReadLinkResOk decodeBody(XdrReader in) throws XdrException {
        return new ReadLinkResOk(in.readOpaque(Limits.LINK_TEXT));
    }

    @Override
    public Operation op() {
        return Operation.READLINK;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(link);
    }
}
