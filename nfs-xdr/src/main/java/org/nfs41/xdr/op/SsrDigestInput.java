package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * What the digest in SET_SSV's reply is computed over, {@code ssr_digest_input4} (RFC 8881 section
 * 18.47): the result of SEQUENCE with its status, which is a success as SET_SSV could not have been
 * reached otherwise.
 *
 * @param seqRes the reply's SEQUENCE
 */
public record SsrDigestInput(SequenceResOk seqRes) {
    /** Reads one. */
    public static SsrDigestInput decode(XdrReader in) throws XdrException {
        NfsStatus status = NfsStatus.decode(in);
        if (!status.isOk()) {
            throw new XdrException("digest over SEQUENCE with " + status);
        }
        return new SsrDigestInput(SequenceResOk.decodeBody(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        NfsStatus.OK.encode(out);
        seqRes.encodeBody(out);
    }
}
