package org.nfs41.xdr.cb;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Requests of one session that a callback is about, {@code referring_call_list4} (RFC 8881 section
 * 20.9).
 *
 * @param sessionId the session
 * @param referringCalls the requests
 */
public record ReferringCallList(SessionId sessionId, List<ReferringCall> referringCalls) {
    /** Copies the lists. */
    public ReferringCallList {
        referringCalls = List.copyOf(referringCalls);
    }

    /** Reads one. */
    public static ReferringCallList decode(XdrReader in) throws XdrException {
        return new ReferringCallList(
                SessionId.decode(in), in.readList(Limits.MESSAGE, ReferringCall::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        sessionId.encode(out);
        out.writeList(referringCalls, ReferringCall::encode);
    }
}
