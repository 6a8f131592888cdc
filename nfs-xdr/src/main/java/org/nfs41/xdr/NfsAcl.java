package org.nfs41.xdr;

import java.util.List;

/**
 * An access control list with its own flags, {@code nfsacl41}: the value of the attributes {@code
 * dacl} and {@code sacl} (RFC 8881 sections 6.2.2 and 6.2.3).
 *
 * @param flag see {@link AclFlags}
 * @param aces the entries in the order in which they are evaluated
 */
public record NfsAcl(int flag, List<NfsAce> aces) {
    /** Copies the lists. */
    public NfsAcl {
        aces = List.copyOf(aces);
    }

    /** Reads one. */
    public static NfsAcl decode(XdrReader in) throws XdrException {
        return new NfsAcl(in.readInt(), in.readList(Limits.MESSAGE, NfsAce::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(flag);
        out.writeList(aces, NfsAce::encode);
    }
}
