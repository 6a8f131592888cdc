package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A read delegation, {@code open_read_delegation4} (RFC 8881 section 18.16).
 *
 * @param stateId the delegation
 * @param recall whether it is being recalled already, for reclaimed ones
 * @param permissions who may open for reading without asking the server
 */
public record OpenReadDelegation(StateId stateId, boolean recall, NfsAce permissions) {
    /** Reads one. */
    public static OpenReadDelegation decode(XdrReader in) throws XdrException {
        return new OpenReadDelegation(StateId.decode(in), in.readBoolean(), NfsAce.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        stateId.encode(out);
        out.writeBoolean(recall);
        permissions.encode(out);
    }
}
