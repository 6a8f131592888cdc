package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The layouts are given back. The successful result of LAYOUTRETURN, RFC 8881 section 18.44.
 *
 * @param stateId what is left of the layout, null if nothing
 */
public record LayoutReturnResOk(@Nullable StateId stateId) implements ResOp {
    /** Reads what follows the status. */
    public static LayoutReturnResOk decodeBody(XdrReader in) throws XdrException {
        return new LayoutReturnResOk(in.readOptional(StateId::decode));
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTRETURN;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOptional(stateId, StateId::encode);
    }
}
