package org.nfs41.rpc.internal;

import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.ReplyHeader;
import org.nfs41.rpc.RpcMessage;
import org.nfs41.xdr.XdrWriter;

/** Writes replies as records of one fragment; the mark goes in when the length is known. */
final class ReplyWriter {
    /** The bytes of a record mark. */
    static final int MARK_BYTES = Integer.BYTES;

    private static final int LAST_FRAGMENT = 1 << 31;

    private ReplyWriter() {}

    /** A place for the mark, and the head of a reply with an AUTH_NONE verifier. */
    static void accepted(XdrWriter out, int xid, int status) {
        out.writeInt(0);
        out.writeInt(xid);
        out.writeInt(RpcMessage.REPLY);
        out.writeInt(ReplyHeader.MSG_ACCEPTED);
        out.writeLong(0); // AUTH_NONE without a body
        out.writeInt(status);
    }

    static void programMismatch(XdrWriter out, int xid, int low, int high) {
        accepted(out, xid, AcceptStatus.PROG_MISMATCH.value());
        out.writeInt(low);
        out.writeInt(high);
    }

    static void rpcMismatch(XdrWriter out, int xid) {
        denied(out, xid, ReplyHeader.RPC_MISMATCH);
        out.writeInt(RpcMessage.RPC_VERSION);
        out.writeInt(RpcMessage.RPC_VERSION);
    }

    static void authError(XdrWriter out, int xid, AuthStatus status) {
        denied(out, xid, ReplyHeader.AUTH_ERROR);
        out.writeInt(status.value());
    }

    /** Puts in the mark of the record that began at {@code start} and ends here. */
    static void mark(XdrWriter out, int start) {
        mark(out, start, 0);
    }

    /** The same if {@code tailBytes} bytes follow that are not written here. */
    static void mark(XdrWriter out, int start, int tailBytes) {
        out.putIntAt(start, LAST_FRAGMENT | (out.position() - start - MARK_BYTES + tailBytes));
    }

    /** The bytes of a tail of this length with those that fill its last word. */
    static int padded(int tailBytes) {
        return tailBytes + Integer.BYTES - 1 & -Integer.BYTES;
    }

    /** A status that has no content and can thus be given by itself. */
    static AcceptStatus requireVoid(AcceptStatus status) {
        if (status.equals(AcceptStatus.SUCCESS) || status.equals(AcceptStatus.PROG_MISMATCH)) {
            throw new IllegalArgumentException(status + " is not a failure without content");
        }
        return status;
    }

    private static void denied(XdrWriter out, int xid, int rejectStat) {
        out.writeInt(0);
        out.writeInt(xid);
        out.writeInt(RpcMessage.REPLY);
        out.writeInt(ReplyHeader.MSG_DENIED);
        out.writeInt(rejectStat);
    }
}
