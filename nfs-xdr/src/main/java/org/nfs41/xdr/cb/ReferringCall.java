package org.nfs41.xdr.cb;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A request of the client that a callback is about, {@code referring_call4} (RFC 8881 section
 * 20.9).
 *
 * @param sequenceId its sequence id
 * @param slotId its slot
 */
public record ReferringCall(int sequenceId, int slotId) {
    /** Reads one. */
    public static ReferringCall decode(XdrReader in) throws XdrException {
        return new ReferringCall(in.readInt(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(sequenceId);
        out.writeInt(slotId);
    }
}
