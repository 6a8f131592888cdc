package org.nfs41.xdr.op;

import org.nfs41.xdr.NetAddr;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Where an NFSv4.0 client wants to be called back, {@code cb_client4} (RFC 7530 section 16.33).
 *
 * @param cbProgram the RPC program number
 * @param cbLocation the address
 */
public record CbClient(int cbProgram, NetAddr cbLocation) {
    /** Reads one. */
    public static CbClient decode(XdrReader in) throws XdrException {
        return new CbClient(in.readInt(), NetAddr.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(cbProgram);
        cbLocation.encode(out);
    }
}
