package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An entry of a directory, {@code entry4} without the link to the next one (RFC 8881 section
 * 18.23).
 *
 * @param cookie where a READDIR is to go on after this entry
 * @param name its name
 * @param attrs the attributes that were asked for and are supported
 */
public record DirEntry(long cookie, Opaque name, FileAttributes attrs) {
    /** Reads one. */
    public static DirEntry decode(XdrReader in) throws XdrException {
        return new DirEntry(
                in.readLong(), in.readOpaque(Limits.COMPONENT), FileAttributes.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(cookie);
        out.writeOpaque(name);
        attrs.encode(out);
    }
}
