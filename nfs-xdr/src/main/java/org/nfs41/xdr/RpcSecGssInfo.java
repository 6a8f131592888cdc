package org.nfs41.xdr;

/**
 * A security tuple of RPCSEC_GSS, {@code rpcsec_gss_info} (RFC 8881 section 18.29).
 *
 * @param oid the mechanism's object identifier, DER encoded
 * @param qop the quality of protection, 0 for the mechanism's default
 * @param service the service
 */
public record RpcSecGssInfo(Opaque oid, int qop, RpcGssService service) {
    /** Reads one. */
    public static RpcSecGssInfo decode(XdrReader in) throws XdrException {
        return new RpcSecGssInfo(
                in.readOpaque(Limits.SEC_OID), in.readInt(), RpcGssService.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(oid);
        out.writeInt(qop);
        service.encode(out);
    }
}
