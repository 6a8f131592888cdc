package org.nfs41.xdr;

/**
 * One entry of an access control list, {@code nfsace4} (RFC 8881 section 6.2.1).
 *
 * @param type what the entry does, see {@link AceType}
 * @param flag how it is inherited and to what it applies, see {@link AceFlags}
 * @param accessMask the permissions it speaks of, see {@link AceMask}
 * @param who a user or group as {@code name@domain}, or a special identifier such as {@code OWNER@}
 */
public record NfsAce(int type, int flag, int accessMask, Opaque who) {
    /** Reads one. */
    public static NfsAce decode(XdrReader in) throws XdrException {
        return new NfsAce(
                in.readInt(), in.readInt(), in.readInt(), in.readOpaque(Limits.PRINCIPAL_NAME));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(type);
        out.writeInt(flag);
        out.writeInt(accessMask);
        out.writeOpaque(who);
    }
}
