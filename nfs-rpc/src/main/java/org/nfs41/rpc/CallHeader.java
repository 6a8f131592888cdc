package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The head of a call (RFC 5531 section 9, {@code call_body}).
 *
 * @param xid the number that pairs the reply with this call
 * @param program the program's number, unsigned
 * @param version the program's version, unsigned
 * @param procedure the procedure's number, unsigned
 * @param credential who calls
 * @param verifier what proves it
 */
public record CallHeader(
        int xid,
        int program,
        int version,
        int procedure,
        OpaqueAuth credential,
        OpaqueAuth verifier)
        implements RpcMessage {

    @Override
    public void encode(XdrWriter out) {
        out.writeInt(xid);
        out.writeInt(CALL);
        out.writeInt(RPC_VERSION);
        out.writeInt(program);
        out.writeInt(version);
        out.writeInt(procedure);
        credential.encode(out);
        verifier.encode(out);
    }

    /** Reads what follows the RPC version. */
    static CallHeader decodeBody(int xid, XdrReader in) throws XdrException {
        return new CallHeader(
                xid,
                in.readInt(),
                in.readInt(),
                in.readInt(),
                OpaqueAuth.decode(in),
                OpaqueAuth.decode(in));
    }
}
