package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for a delegation of the current filehandle. The arguments of WANT_DELEGATION, RFC 8881
 * section 18.49.
 *
 * @param want the kind, see {@link OpenShare}
 * @param claim by what right
 */
public record WantDelegationArgs(int want, DelegClaim claim) implements ArgOp {
    /** Reads what follows the operation number. */
    public static WantDelegationArgs decodeBody(XdrReader in) throws XdrException {
        return new WantDelegationArgs(in.readInt(), DelegClaim.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.WANT_DELEGATION;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(want);
        claim.encode(out);
    }
}
