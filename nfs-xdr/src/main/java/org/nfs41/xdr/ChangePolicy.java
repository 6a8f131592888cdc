package org.nfs41.xdr;

/**
 * A value that moves whenever the server's policy for a file system may have changed, {@code
 * change_policy4} (RFC 8881 section 3.3.6).
 *
 * @param major compared first; both halves are compared for equality only
 * @param minor the second half
 */
public record ChangePolicy(long major, long minor) {
    /** Reads one. */
    public static ChangePolicy decode(XdrReader in) throws XdrException {
        return new ChangePolicy(in.readLong(), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(major);
        out.writeLong(minor);
    }
}
