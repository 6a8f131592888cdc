package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The access is reduced. The successful result of OPEN_DOWNGRADE, RFC 8881 section 18.18.
 *
 * @param openStateId the open
 */
public record OpenDowngradeResOk(StateId openStateId) implements ResOp {
    /** Reads what follows the status. */
    public static OpenDowngradeResOk decodeBody(XdrReader in) throws XdrException {
        return new OpenDowngradeResOk(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.OPEN_DOWNGRADE;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        openStateId.encode(out);
    }
}
