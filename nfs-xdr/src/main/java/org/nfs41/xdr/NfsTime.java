package org.nfs41.xdr;

/**
 * A point in time, or a span, {@code nfstime4} (RFC 8881 section 3.3.1).
 *
 * @param seconds seconds since 1970-01-01T00:00:00Z, negative before it
 * @param nanos nanoseconds to add, 0 to 999,999,999; anything else is for the receiver to refuse
 */
public record NfsTime(long seconds, int nanos) {
    /** Reads one. */
    public static NfsTime decode(XdrReader in) throws XdrException {
        return new NfsTime(in.readLong(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(seconds);
        out.writeInt(nanos);
    }
}
