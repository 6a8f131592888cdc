package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An NFSv4.0 client, as it names itself, {@code nfs_client_id4} (RFC 7530 section 16.33).
 *
 * @param verifier differs between two incarnations of the client
 * @param id the same for all incarnations of one client
 */
public record NfsClientId(long verifier, Opaque id) {
    /** Reads one. */
    public static NfsClientId decode(XdrReader in) throws XdrException {
        return new NfsClientId(in.readLong(), in.readOpaque(Limits.OWNER));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(verifier);
        out.writeOpaque(id);
    }
}
