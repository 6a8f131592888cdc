package org.nfs41.xdr;

/**
 * The RPCSEC_GSS contexts for the backchannel, {@code gss_cb_handles4} (RFC 8881 section 18.33).
 *
 * @param service the service the server is to use
 * @param handleFromServer the context's handle that the server gave out
 * @param handleFromClient the handle the server is to use when it calls back
 */
public record GssCbHandles(
        RpcGssService service, Opaque handleFromServer, Opaque handleFromClient) {
    /** Reads one. */
    public static GssCbHandles decode(XdrReader in) throws XdrException {
        return new GssCbHandles(
                RpcGssService.decode(in),
                in.readOpaque(Limits.GSS_HANDLE),
                in.readOpaque(Limits.GSS_HANDLE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        service.encode(out);
        out.writeOpaque(handleFromServer);
        out.writeOpaque(handleFromClient);
    }
}
