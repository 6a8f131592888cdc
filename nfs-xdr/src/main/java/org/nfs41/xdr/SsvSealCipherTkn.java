package org.nfs41.xdr;

/**
 * A sealed message of the SSV mechanism, {@code ssv_seal_cipher_tkn4} (RFC 8881 section 2.10.9).
 *
 * @param ssvSeq which SSV was used, counted from 1
 * @param iv the initialization vector
 * @param encrData the encrypted message
 * @param hmac the keyed hash
 */
public record SsvSealCipherTkn(int ssvSeq, Opaque iv, Opaque encrData, Opaque hmac) {
    /** Reads one. */
    public static SsvSealCipherTkn decode(XdrReader in) throws XdrException {
        return new SsvSealCipherTkn(
                in.readInt(),
                in.readOpaque(Limits.MESSAGE),
                in.readOpaque(Limits.MESSAGE),
                in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(ssvSeq);
        out.writeOpaque(iv);
        out.writeOpaque(encrData);
        out.writeOpaque(hmac);
    }
}
