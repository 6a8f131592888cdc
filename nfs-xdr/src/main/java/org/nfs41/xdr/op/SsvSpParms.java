package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * What a client proposes for SSV protection, {@code ssv_sp_parms4} (RFC 8881 section 18.35).
 *
 * @param ops the operations to protect
 * @param hashAlgs object identifiers of hash algorithms it knows
 * @param encrAlgs object identifiers of encryption algorithms it knows
 * @param window how many SSVs the server is to remember
 * @param numGssHandles how many RPCSEC_GSS handles it wants
 */
public record SsvSpParms(
        StateProtectOps ops,
        List<Opaque> hashAlgs,
        List<Opaque> encrAlgs,
        int window,
        int numGssHandles) {
    /** Copies the lists. */
    public SsvSpParms {
        hashAlgs = List.copyOf(hashAlgs);
        encrAlgs = List.copyOf(encrAlgs);
    }

    /** Reads one. */
    public static SsvSpParms decode(XdrReader in) throws XdrException {
        return new SsvSpParms(
                StateProtectOps.decode(in),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.SEC_OID)),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.SEC_OID)),
                in.readInt(),
                in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        ops.encode(out);
        out.writeList(hashAlgs, (value, to) -> to.writeOpaque(value));
        out.writeList(encrAlgs, (value, to) -> to.writeOpaque(value));
        out.writeInt(window);
        out.writeInt(numGssHandles);
    }
}
