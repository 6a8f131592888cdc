package org.nfs41.xdr;

/**
 * Attribute values in their wire form, {@code fattr4} (RFC 8881 section 3.3.7). {@link
 * AttributeSet} gives access to the single values.
 *
 * @param mask which attributes there are, by {@link Attribute} number
 * @param values their values one after the other, the least attribute number first
 */
public record FileAttributes(Bitmap mask, Opaque values) {
    /** No attributes. */
    public static final FileAttributes NONE = new FileAttributes(Bitmap.EMPTY, Opaque.EMPTY);

    /** Reads one. The values are not looked at: they need not fit the mask. */
    public static FileAttributes decode(XdrReader in) throws XdrException {
        return new FileAttributes(Bitmap.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        mask.encode(out);
        out.writeOpaque(values);
    }

    /**
     * Begins a value that is written without an instance of this class: the caller then writes the
     * values of all attributes of {@code mask}, the least number first, and ends with {@link #end}.
     *
     * @return what {@code end} needs to know
     */
    public static int begin(XdrWriter out, Bitmap mask) {
        mask.encode(out);
        out.writeInt(0);
        return out.position();
    }

    /** Ends what {@link #begin} began. */
    public static void end(XdrWriter out, int begin) {
        out.putIntAt(begin - Integer.BYTES, out.position() - begin);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public FileAttributes detach() {
        return new FileAttributes(mask, values.detach());
    }
}
