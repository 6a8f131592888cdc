package org.nfs41.xdr;

/**
 * Identifies a pNFS device within a layout type, {@code deviceid4} (RFC 8881 section 3.3.14): 16
 * opaque bytes.
 *
 * @param high the first eight bytes, big-endian
 * @param low the other eight
 */
public record DeviceId(long high, long low) {
    /** Reads one. */
    public static DeviceId decode(XdrReader in) throws XdrException {
        return new DeviceId(in.readLong(), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(high);
        out.writeLong(low);
    }

    /** The bytes in hexadecimal. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
