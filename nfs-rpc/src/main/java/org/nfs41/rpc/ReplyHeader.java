package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** The head of a reply (RFC 5531 section 9, {@code reply_body}). */
public sealed interface ReplyHeader extends RpcMessage
        permits AcceptedReply, RpcMismatchReply, AuthErrorReply {
    /** {@code reply_stat} of a call that was accepted. */
    int MSG_ACCEPTED = 0;

    /** {@code reply_stat} of a call that was not. */
    int MSG_DENIED = 1;

    /** {@code reject_stat}: the RPC version is not spoken. */
    int RPC_MISMATCH = 0;

    /** {@code reject_stat}: the caller is not believed. */
    int AUTH_ERROR = 1;

    /** Whether results follow. */
    default boolean isSuccess() {
        return this instanceof AcceptedReply(_, _, AcceptStatus status, _, _)
                && status.equals(AcceptStatus.SUCCESS);
    }

    /** Reads what follows the message type. */
    static ReplyHeader decodeBody(int xid, XdrReader in) throws XdrException {
        int stat = in.readInt();
        return switch (stat) {
            case MSG_ACCEPTED -> AcceptedReply.decodeBody(xid, in);
            case MSG_DENIED -> decodeRejected(xid, in);
            default -> throw new XdrException("reply_stat " + Integer.toUnsignedString(stat));
        };
    }

    private static ReplyHeader decodeRejected(int xid, XdrReader in) throws XdrException {
        int stat = in.readInt();
        return switch (stat) {
            case RPC_MISMATCH -> new RpcMismatchReply(xid, in.readInt(), in.readInt());
            case AUTH_ERROR -> new AuthErrorReply(xid, new AuthStatus(in.readInt()));
            default -> throw new XdrException("reject_stat " + Integer.toUnsignedString(stat));
        };
    }
}
