package org.nfs41.rpc;

import org.nfs41.xdr.XdrWriter;

/**
 * The answer to a call in an RPC version that is not spoken (RFC 5531 section 9).
 *
 * @param xid that of the call
 * @param low the lowest RPC version spoken, unsigned
 * @param high the highest RPC version spoken, unsigned
 */
public record RpcMismatchReply(int xid, int low, int high) implements ReplyHeader {
    @Override
    public void encode(XdrWriter out) {
        out.writeInt(xid);
        out.writeInt(REPLY);
        out.writeInt(MSG_DENIED);
        out.writeInt(RPC_MISMATCH);
        out.writeInt(low);
        out.writeInt(high);
    }
}
