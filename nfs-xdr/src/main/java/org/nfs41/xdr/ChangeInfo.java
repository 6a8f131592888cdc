package org.nfs41.xdr;

/**
 * The change attribute of a directory around an operation, {@code change_info4} (RFC 8881 section
 * 3.3.8).
 *
 * @param atomic whether nothing else changed the directory between the two values
 * @param before the change attribute before the operation
 * @param after the change attribute after it
 */
public record ChangeInfo(boolean atomic, long before, long after) {
    /** Reads one. */
    public static ChangeInfo decode(XdrReader in) throws XdrException {
        return new ChangeInfo(in.readBoolean(), in.readLong(), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeBoolean(atomic);
        out.writeLong(before);
        out.writeLong(after);
    }
}
