package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * What a request begins with, before its operations (RFC 8881 section 16.2). For a server that
 * reads the operations one by one as it carries them out.
 *
 * @param tag what the sender wants to see in the reply
 * @param minorVersion the minor version, 1 for NFSv4.1
 * @param opCount how many operations follow
 */
public record CompoundHeader(Opaque tag, int minorVersion, int opCount) {
    /** Reads one; more operations than the bytes that follow can hold are refused. */
    public static CompoundHeader decode(XdrReader in) throws XdrException {
        return new CompoundHeader(
                in.readOpaque(Limits.TAG),
                in.readInt(),
                in.readCount(Limits.MESSAGE, Integer.BYTES));
    }

    /** Reads as far as the minor version, without an object for the tag. */
    public static int minorVersion(XdrReader in) throws XdrException {
        in.skipOpaque(in.readOpaqueLength(Limits.TAG));
        return in.readInt();
    }

    /** Writes it; the operations are to follow. */
    public void encode(XdrWriter out) {
        out.writeOpaque(tag);
        out.writeInt(minorVersion);
        out.writeInt(opCount);
    }
}
