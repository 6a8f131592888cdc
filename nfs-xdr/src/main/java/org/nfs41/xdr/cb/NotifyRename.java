package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An entry was renamed, {@code notify_rename4} (RFC 8881 section 20.4).
 *
 * @param oldEntry the old name
 * @param newEntry the new name
 */
public record NotifyRename(NotifyRemove oldEntry, NotifyAdd newEntry) {
    /** Reads one. */
    public static NotifyRename decode(XdrReader in) throws XdrException {
        return new NotifyRename(NotifyRemove.decode(in), NotifyAdd.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        oldEntry.encode(out);
        newEntry.encode(out);
    }
}
