package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * The SSV protection a server grants, {@code ssv_prot_info4} (RFC 8881 section 18.35).
 *
 * @param ops the operations that are protected
 * @param hashAlg index into the proposed hash algorithms
 * @param encrAlg index into the proposed encryption algorithms
 * @param ssvLen the SSV's length in bytes
 * @param window how many SSVs the server remembers
 * @param handles RPCSEC_GSS handles for the SSV mechanism
 */
public record SsvProtInfo(
        StateProtectOps ops,
        int hashAlg,
        int encrAlg,
        int ssvLen,
        int window,
        List<Opaque> handles) {
    /** Copies the lists. */
    public SsvProtInfo {
        handles = List.copyOf(handles);
    }

    /** Reads one. */
    public static SsvProtInfo decode(XdrReader in) throws XdrException {
        return new SsvProtInfo(
                StateProtectOps.decode(in),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.GSS_HANDLE)));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        ops.encode(out);
        out.writeInt(hashAlg);
        out.writeInt(encrAlg);
        out.writeInt(ssvLen);
        out.writeInt(window);
        out.writeList(handles, (value, to) -> to.writeOpaque(value));
    }
}
