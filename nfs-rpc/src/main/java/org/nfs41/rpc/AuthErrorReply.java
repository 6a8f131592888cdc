package org.nfs41.rpc;

import org.nfs41.xdr.XdrWriter;

/**
 * The answer to a caller that is not believed (RFC 5531 section 9).
 *
 * @param xid that of the call
 * @param status why
 */
public record AuthErrorReply(int xid, AuthStatus status) implements ReplyHeader {
    @Override
    public void encode(XdrWriter out) {
        out.writeInt(xid);
        out.writeInt(REPLY);
        out.writeInt(MSG_DENIED);
        out.writeInt(AUTH_ERROR);
        out.writeInt(status.value());
    }
}
