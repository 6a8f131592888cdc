package org.nfs41.xdr.cb;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A directory entry in a notification, {@code notify_entry4} (RFC 8881 section 20.4).
 *
 * @param file its name
 * @param attrs its attributes
 */
public record NotifyEntry(Opaque file, FileAttributes attrs) {
    /** Reads one. */
    public static NotifyEntry decode(XdrReader in) throws XdrException {
        return new NotifyEntry(in.readOpaque(Limits.COMPONENT), FileAttributes.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(file);
        attrs.encode(out);
    }
}
