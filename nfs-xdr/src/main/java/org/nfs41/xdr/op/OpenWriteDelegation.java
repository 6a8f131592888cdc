package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A write delegation, {@code open_write_delegation4} (RFC 8881 section 18.16).
 *
 * @param stateId the delegation
 * @param recall whether it is being recalled already, for reclaimed ones
 * @param spaceLimit how far the file may grow unreported
 * @param permissions who may open without asking the server
 */
public record OpenWriteDelegation(
        StateId stateId, boolean recall, NfsSpaceLimit spaceLimit, NfsAce permissions) {
    /** Reads one. */
    public static OpenWriteDelegation decode(XdrReader in) throws XdrException {
        return new OpenWriteDelegation(
                StateId.decode(in), in.readBoolean(), NfsSpaceLimit.decode(in), NfsAce.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        stateId.encode(out);
        out.writeBoolean(recall);
        spaceLimit.encode(out);
        permissions.encode(out);
    }
}
