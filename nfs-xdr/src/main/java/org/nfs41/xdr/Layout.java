package org.nfs41.xdr;

/**
 * One segment of a layout, {@code layout4} (RFC 8881 section 3.3.17).
 *
 * @param offset the first byte it covers
 * @param length how many bytes it covers; all ones means to the end of the file
 * @param ioMode what it may be used for
 * @param content where the data is
 */
public record Layout(long offset, long length, LayoutIoMode ioMode, LayoutContent content) {
    /** Reads one. */
    public static Layout decode(XdrReader in) throws XdrException {
        return new Layout(
                in.readLong(), in.readLong(), LayoutIoMode.decode(in), LayoutContent.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(offset);
        out.writeLong(length);
        ioMode.encode(out);
        content.encode(out);
    }
}
