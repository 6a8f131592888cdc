package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The head of the reply to a call whose caller was believed (RFC 5531 section 9, {@code
 * accepted_reply}).
 *
 * @param xid that of the call
 * @param verifier what proves the server
 * @param status how the call went; results follow {@link AcceptStatus#SUCCESS} only
 * @param low the lowest version served, unsigned; on the wire with {@code PROG_MISMATCH} only, else
 *     0
 * @param high the highest version served, likewise
 */
public record AcceptedReply(int xid, OpaqueAuth verifier, AcceptStatus status, int low, int high)
        implements ReplyHeader {

    /** A reply with an AUTH_NONE verifier and any status but {@code PROG_MISMATCH}. */
    public static AcceptedReply of(int xid, AcceptStatus status) {
        return new AcceptedReply(xid, OpaqueAuth.NONE, status, 0, 0);
    }

    /** A {@code PROG_MISMATCH} with an AUTH_NONE verifier. */
    public static AcceptedReply programMismatch(int xid, int low, int high) {
        return new AcceptedReply(xid, OpaqueAuth.NONE, AcceptStatus.PROG_MISMATCH, low, high);
    }

    @Override
    public void encode(XdrWriter out) {
        out.writeInt(xid);
        out.writeInt(REPLY);
        out.writeInt(MSG_ACCEPTED);
        verifier.encode(out);
        out.writeInt(status.value());
        if (status.equals(AcceptStatus.PROG_MISMATCH)) {
            out.writeInt(low);
            out.writeInt(high);
        }
    }

    /** Reads what follows the reply status. */
    static AcceptedReply decodeBody(int xid, XdrReader in) throws XdrException {
        OpaqueAuth verifier = OpaqueAuth.decode(in);
        AcceptStatus status = new AcceptStatus(in.readInt());
        return status.equals(AcceptStatus.PROG_MISMATCH)
                ? new AcceptedReply(xid, verifier, status, in.readInt(), in.readInt())
                : new AcceptedReply(xid, verifier, status, 0, 0);
    }
}
