package org.nfs41.rpc;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A credential or verifier as it is on the wire (RFC 5531 section 8.2, {@code opaque_auth}).
 *
 * @param flavor how {@code body} is to be understood
 * @param body what the flavor says, at most {@link #MAX_BODY_BYTES} bytes
 */
public record OpaqueAuth(AuthFlavor flavor, Opaque body) {
    /** The greatest length of a body (RFC 5531 section 8.2). */
    public static final int MAX_BODY_BYTES = 400;

    /** AUTH_NONE without a body: nobody in particular. */
    public static final OpaqueAuth NONE = new OpaqueAuth(AuthFlavor.NONE, Opaque.EMPTY);

    /** Appends this to {@code out}. */
    public void encode(XdrWriter out) {
        out.writeInt(flavor.value());
        out.writeOpaque(body);
    }

    /** Reads one; its body is a view of the reader's buffer. */
    public static OpaqueAuth decode(XdrReader in) throws XdrException {
        AuthFlavor flavor = new AuthFlavor(in.readInt());
        Opaque body = in.readOpaque(MAX_BODY_BYTES);
        return flavor.equals(AuthFlavor.NONE) && body.isEmpty()
                ? NONE
                : new OpaqueAuth(flavor, body);
    }
}
