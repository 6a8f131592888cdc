package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The head of an RPC message (RFC 5531 section 9, {@code rpc_msg}): all that precedes a procedure's
 * arguments or results. The server's hot way reads and writes the same layout without these
 * records; they are for everything else.
 */
public sealed interface RpcMessage permits CallHeader, OtherVersionCall, ReplyHeader {
    /** The one version of the protocol that is spoken here. */
    int RPC_VERSION = 2;

    /** {@code msg_type} of a call. */
    int CALL = 0;

    /** {@code msg_type} of a reply. */
    int REPLY = 1;

    /** The number that pairs a reply with its call. */
    int xid();

    /** Appends this head to {@code out}. */
    void encode(XdrWriter out);

    /**
     * Reads a head and leaves {@code in} at the arguments or results. Credentials and verifiers are
     * views of the reader's buffer.
     */
    static RpcMessage decode(XdrReader in) throws XdrException {
        int xid = in.readInt();
        int type = in.readInt();
        return switch (type) {
            case CALL -> decodeCall(xid, in);
            case REPLY -> ReplyHeader.decodeBody(xid, in);
            default -> throw new XdrException("msg_type " + Integer.toUnsignedString(type));
        };
    }

    private static RpcMessage decodeCall(int xid, XdrReader in) throws XdrException {
        int rpcVersion = in.readInt();
        return rpcVersion == RPC_VERSION
                ? CallHeader.decodeBody(xid, in)
                : new OtherVersionCall(xid, rpcVersion);
    }
}
