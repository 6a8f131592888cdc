package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The cookie verifier changed, {@code notify_verifier4} (RFC 8881 section 20.4).
 *
 * @param oldCookieVerifier the one that was valid until now
 * @param newCookieVerifier the one that is valid now
 */
public record NotifyVerifier(long oldCookieVerifier, long newCookieVerifier) {
    /** Reads one. */
    public static NotifyVerifier decode(XdrReader in) throws XdrException {
        return new NotifyVerifier(in.readLong(), in.readLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(oldCookieVerifier);
        out.writeLong(newCookieVerifier);
    }
}
