package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An entry was removed, {@code notify_remove4} (RFC 8881 section 20.4).
 *
 * @param oldEntry the entry
 * @param oldEntryCookie its cookie as READDIR returned it
 */
public record NotifyRemove(NotifyEntry oldEntry, long oldEntryCookie) {
    /** Reads one. */
    public static NotifyRemove decode(XdrReader in) throws XdrException {
        return new NotifyRemove(NotifyEntry.decode(in), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        oldEntry.encode(out);
        out.writeLong(oldEntryCookie);
    }
}
