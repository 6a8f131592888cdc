package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The entry before another one, {@code prev_entry4} (RFC 8881 section 20.4).
 *
 * @param prevEntry the entry
 * @param prevEntryCookie its cookie as READDIR returned it
 */
public record PrevEntry(NotifyEntry prevEntry, long prevEntryCookie) {
    /** Reads one. */
    public static PrevEntry decode(XdrReader in) throws XdrException {
        return new PrevEntry(NotifyEntry.decode(in), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        prevEntry.encode(out);
        out.writeLong(prevEntryCookie);
    }
}
