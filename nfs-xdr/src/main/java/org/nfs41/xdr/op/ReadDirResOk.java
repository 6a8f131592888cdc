package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries of a directory. The successful result of READDIR, RFC 8881 section 18.23. On the wire the
 * entries are a chain, each announced by TRUE and the end by FALSE.
 *
 * @param cookieVerifier what is to go along with a cookie
 * @param entries the entries
 * @param eof whether there are no more
 */
public record ReadDirResOk(long cookieVerifier, List<DirEntry> entries, boolean eof)
        implements ResOp {
    /** Copies the list. */
    public ReadDirResOk {
        entries = List.copyOf(entries);
    }

    /** Reads what follows the status. */
    public static ReadDirResOk decodeBody(XdrReader in) throws XdrException {
        long cookieVerifier = in.readLong();
        List<DirEntry> entries = new ArrayList<>();
        while (in.readBoolean()) {
            entries.add(DirEntry.decode(in));
        }
        return new ReadDirResOk(cookieVerifier, entries, in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.READDIR;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(cookieVerifier);
        for (DirEntry entry : entries) {
            out.writeBoolean(true);
            entry.encode(out);
        }
        out.writeBoolean(false);
        out.writeBoolean(eof);
    }
}
