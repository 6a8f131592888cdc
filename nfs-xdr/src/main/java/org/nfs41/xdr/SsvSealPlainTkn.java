package org.nfs41.xdr;

/**
 * What a sealed message's encryption is computed over, {@code ssv_seal_plain_tkn4} (RFC 8881
 * section 2.10.9).
 *
 * @param confounder random bytes
 * @param ssvSeq which SSV was used, counted from 1
 * @param origPlain the message
 * @param pad fills up to the cipher's block size
 */
public record SsvSealPlainTkn(Opaque confounder, int ssvSeq, Opaque origPlain, Opaque pad) {
    /** Reads one. */
    public static SsvSealPlainTkn decode(XdrReader in) throws XdrException {
        return new SsvSealPlainTkn(
                in.readOpaque(Limits.MESSAGE),
                in.readInt(),
                in.readOpaque(Limits.MESSAGE),
                in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(confounder);
        out.writeInt(ssvSeq);
        out.writeOpaque(origPlain);
        out.writeOpaque(pad);
    }
}
