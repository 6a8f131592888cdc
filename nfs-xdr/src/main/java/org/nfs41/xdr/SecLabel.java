package org.nfs41.xdr;

/**
 * A security label, {@code sec_label4} (RFC 7862 section 12.2.4).
 *
 * @param format the label format specifier, from the IANA registry
 * @param policy the policy identifier within that format
 * @param data the label
 */
public record SecLabel(int format, int policy, Opaque data) {
    /** Reads one. */
    public static SecLabel decode(XdrReader in) throws XdrException {
        return new SecLabel(in.readInt(), in.readInt(), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(format);
        out.writeInt(policy);
        out.writeOpaque(data);
    }
}
