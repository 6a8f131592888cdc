package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Lists the current filehandle's directory. The arguments of READDIR, RFC 8881 section 18.23.
 *
 * @param cookie where to go on: 0, or the cookie of the last entry that was seen
 * @param cookieVerifier 0 with cookie 0, else the verifier that came with the cookie
 * @param dirCount a hint: how many bytes of names and cookies are wanted, 0 for no hint
 * @param maxCount how many bytes the whole {@code READDIR4resok} may take
 * @param attrRequest the attributes wanted with each entry
 */
public record ReadDirArgs(
        long cookie, long cookieVerifier, int dirCount, int maxCount, Bitmap attrRequest)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static ReadDirArgs decodeBody(XdrReader in) throws XdrException {
        return new ReadDirArgs(
                in.readLong(), in.readLong(), in.readInt(), in.readInt(), Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.READDIR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(cookie);
        out.writeLong(cookieVerifier);
        out.writeInt(dirCount);
        out.writeInt(maxCount);
        attrRequest.encode(out);
    }
}
