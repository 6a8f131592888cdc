package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

/**
 * A result that is nothing but its status: a success without a body, or an error without one.
 *
 * @param op which operation it is
 * @param status what became of it
 */
public record CbStatusOnly(CallbackOperation op, NfsStatus status) implements CbResOp {
    @Override
    public void encodeBody(XdrWriter out) {}
}
