package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Operations under state protection, {@code state_protect_ops4} (RFC 8881 section 18.35). Bit
 * numbers are operation numbers.
 *
 * @param mustEnforce only the protecting credential may do these
 * @param mustAllow the protecting credential may do these too
 */
public record StateProtectOps(Bitmap mustEnforce, Bitmap mustAllow) {
    /** Reads one. */
    public static StateProtectOps decode(XdrReader in) throws XdrException {
        return new StateProtectOps(Bitmap.decode(in), Bitmap.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        mustEnforce.encode(out);
        mustAllow.encode(out);
    }
}
