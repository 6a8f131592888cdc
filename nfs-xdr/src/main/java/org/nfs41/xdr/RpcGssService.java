package org.nfs41.xdr;

import java.util.List;

/**
 * The protection of an RPCSEC_GSS message, {@code rpc_gss_svc_t} (RFC 2203 section 5.2.2). A peer
 * may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record RpcGssService(int value) {
    private static final NamedValues<RpcGssService> NAMED =
            new NamedValues<>("RpcGssService", RpcGssService::new);

    /** Authentication only. */
    public static final RpcGssService NONE = NAMED.add(1, "RPC_GSS_SVC_NONE");

    /** A checksum over the message. */
    public static final RpcGssService INTEGRITY = NAMED.add(2, "RPC_GSS_SVC_INTEGRITY");

    /** Encryption of the message. */
    public static final RpcGssService PRIVACY = NAMED.add(3, "RPC_GSS_SVC_PRIVACY");

    /** The value of a number; of a named one always the same instance. */
    public static RpcGssService of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<RpcGssService> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static RpcGssService decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name in the RFC, or the number if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
