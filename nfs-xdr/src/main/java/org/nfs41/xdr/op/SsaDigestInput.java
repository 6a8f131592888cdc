package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * What the digest in SET_SSV's request is computed over, {@code ssa_digest_input4} (RFC 8881
 * section 18.47).
 *
 * @param seqArgs the request's SEQUENCE
 */
public record SsaDigestInput(SequenceArgs seqArgs) {
    /** Reads one. */
    public static SsaDigestInput decode(XdrReader in) throws XdrException {
        return new SsaDigestInput(SequenceArgs.decodeBody(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        seqArgs.encodeBody(out);
    }
}
