package org.nfs41.xdr;

/**
 * Identifies a file system within a server, {@code fsid4} (RFC 8881 section 3.3.5).
 *
 * @param major the first half, unsigned; its meaning is the server's
 * @param minor the second half, unsigned
 */
public record Fsid(long major, long minor) {
    /** Reads one. */
    public static Fsid decode(XdrReader in) throws XdrException {
        return new Fsid(in.readLong(), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(major);
        out.writeLong(minor);
    }
}
