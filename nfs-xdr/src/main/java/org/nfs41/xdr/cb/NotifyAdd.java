package org.nfs41.xdr.cb;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.OptionalLong;

/**
 * An entry was added, {@code notify_add4} (RFC 8881 section 20.4).
 *
 * @param oldEntry the entry it replaced, null if none
 * @param newEntry the entry
 * @param newEntryCookie the cookie READDIR would return for it, absent if not told
 * @param prevEntry the entry before it, null if not told
 * @param lastEntry whether it is the directory's last
 */
public record NotifyAdd(
        @Nullable NotifyRemove oldEntry,
        NotifyEntry newEntry,
        OptionalLong newEntryCookie,
        @Nullable PrevEntry prevEntry,
        boolean lastEntry) {
    /** Reads one. */
    public static NotifyAdd decode(XdrReader in) throws XdrException {
        return new NotifyAdd(
                in.readOptional(NotifyRemove::decode),
                NotifyEntry.decode(in),
                in.readOptionalLong(),
                in.readOptional(PrevEntry::decode),
                in.readBoolean());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOptional(oldEntry, NotifyRemove::encode);
        newEntry.encode(out);
        out.writeOptional(newEntryCookie);
        out.writeOptional(prevEntry, PrevEntry::encode);
        out.writeBoolean(lastEntry);
    }
}
