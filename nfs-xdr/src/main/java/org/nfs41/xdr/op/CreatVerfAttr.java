package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * What an exclusive creation brings along, {@code creatverfattr} (RFC 8881 section 18.16).
 *
 * @param verifier recognizes a retry of the same creation
 * @param attrs the first attributes
 */
public record CreatVerfAttr(long verifier, FileAttributes attrs) {
    /** Reads one. */
    public static CreatVerfAttr decode(XdrReader in) throws XdrException {
        return new CreatVerfAttr(in.readLong(), FileAttributes.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(verifier);
        attrs.encode(out);
    }
}
