package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A layout of one file that is given back, {@code layoutreturn_file4} (RFC 8881 section 18.44).
 *
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file
 * @param stateId the layout
 * @param body what the layout type has to say, opaque here
 */
public record LayoutReturnFile(long offset, long length, StateId stateId, Opaque body) {
    /** Reads one. */
    public static LayoutReturnFile decode(XdrReader in) throws XdrException {
        return new LayoutReturnFile(
                in.readLong(), in.readLong(), StateId.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(offset);
        out.writeLong(length);
        stateId.encode(out);
        out.writeOpaque(body);
    }
}
