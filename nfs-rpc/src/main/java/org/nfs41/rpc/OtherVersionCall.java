package org.nfs41.rpc;

import org.nfs41.xdr.XdrWriter;

/**
 * A call in another version of the RPC protocol. What follows the version is in a form that is not
 * known here; the answer is {@code RPC_MISMATCH}.
 *
 * @param xid the number that pairs the reply with this call
 * @param rpcVersion the version, unsigned and not {@link RpcMessage#RPC_VERSION}
 */
public record OtherVersionCall(int xid, int rpcVersion) implements RpcMessage {
    @Override
    public void encode(XdrWriter out) {
        out.writeInt(xid);
        out.writeInt(CALL);
        out.writeInt(rpcVersion);
    }
}
