package org.nfs41.xdr.cb;

import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Layouts of one file that are recalled, {@code layoutrecall_file4} (RFC 8881 section 20.3).
 *
 * @param fh the file
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file
 * @param stateId the layout
 */
public record LayoutRecallFile(FileHandle fh, long offset, long length, StateId stateId) {
    /** Reads one. */
    public static LayoutRecallFile decode(XdrReader in) throws XdrException {
        return new LayoutRecallFile(
                FileHandle.decode(in), in.readLong(), in.readLong(), StateId.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        fh.encode(out);
        out.writeLong(offset);
        out.writeLong(length);
        stateId.encode(out);
    }
}
