package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Attributes changed, {@code notify_attr4} (RFC 8881 section 20.4).
 *
 * @param changedEntry the entry with the new attributes
 */
public record NotifyAttr(NotifyEntry changedEntry) {
    /** Reads one. */
    public static NotifyAttr decode(XdrReader in) throws XdrException {
        return new NotifyAttr(NotifyEntry.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        changedEntry.encode(out);
    }
}
