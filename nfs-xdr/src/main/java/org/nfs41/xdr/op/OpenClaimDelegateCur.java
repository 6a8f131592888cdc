package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An open on the strength of a delegation the client holds, {@code open_claim_delegate_cur4} (RFC
 * 8881 section 18.16).
 *
 * @param delegateStateId the delegation
 * @param file the file's name in the directory of the current filehandle
 */
public record OpenClaimDelegateCur(StateId delegateStateId, Opaque file) {
    /** Reads one. */
    public static OpenClaimDelegateCur decode(XdrReader in) throws XdrException {
        return new OpenClaimDelegateCur(StateId.decode(in), in.readOpaque(Limits.COMPONENT));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        delegateStateId.encode(out);
        out.writeOpaque(file);
    }
}
