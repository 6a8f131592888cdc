package org.nfs41.conformance.client;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/**
 * An ONC RPC reply message (RFC 5531 section 9) as it came.
 *
 * @param xid transaction id of the call it answers
 * @param outcome what became of the call
 * @param detail the accept_stat, reject_stat or auth_stat number that {@code outcome} stands for
 * @param body the procedure's results, empty unless the outcome is {@link Outcome#SUCCESS}
 */
public record RpcReply(int xid, Outcome outcome, int detail, Opaque body) {
    /** What became of a call: accept_stat, or why it was denied. */
    public enum Outcome {
        /** Executed; the body holds the results. */
        SUCCESS(0),
        /** The program is not here. */
        PROG_UNAVAIL(1),
        /** The program is here, this version of it is not. */
        PROG_MISMATCH(2),
        /** The program has no such procedure. */
        PROC_UNAVAIL(3),
        /** The arguments cannot be decoded. */
        GARBAGE_ARGS(4),
        /** The server failed for a reason of its own. */
        SYSTEM_ERR(5),
        /** Denied: another version of RPC itself. */
        RPC_MISMATCH(-1),
        /** Denied: the credential or verifier. */
        AUTH_ERROR(-1);

        private final int acceptStat;

        Outcome(int acceptStat) {
            this.acceptStat = acceptStat;
        }

        /** The accept_stat of a call that was not denied, -1 for the denied ones. */
        public int acceptStat() {
            return acceptStat;
        }

        static Outcome ofAcceptStat(int acceptStat) throws XdrException {
            for (Outcome outcome : values()) {
                if (acceptStat >= 0 && outcome.acceptStat == acceptStat) {
                    return outcome;
                }
            }
            throw new XdrException("accept_stat " + acceptStat);
        }
    }

    static final int REPLY = 1;
    private static final int MAX_AUTH_BYTES = 400;

    /**
     * Reads a reply.
     *
     * @throws XdrException when the bytes are no RPC reply
     */
    public static RpcReply decode(XdrReader reader) throws XdrException {
        int xid = reader.readInt();
        if (reader.readInt() != REPLY) {
            throw new XdrException("not a reply");
        }
        boolean denied = reader.readBoolean();
        if (denied) {
            boolean auth = reader.readBoolean();
            Outcome outcome = auth ? Outcome.AUTH_ERROR : Outcome.RPC_MISMATCH;
            return new RpcReply(xid, outcome, reader.readInt(), Opaque.EMPTY);
        }
        reader.readInt();
        reader.readOpaque(MAX_AUTH_BYTES);
        int accept = reader.readInt();
        Outcome outcome = Outcome.ofAcceptStat(accept);
        Opaque body =
                outcome == Outcome.SUCCESS
                        ? reader.readFixedOpaque(reader.remaining())
                        : Opaque.EMPTY;
        return new RpcReply(xid, outcome, accept, body);
    }

    /** Whether the call was executed. */
    public boolean isSuccess() {
        return outcome == Outcome.SUCCESS;
    }
}
