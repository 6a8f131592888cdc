package org.nfs41.xdr;

/**
 * Bits of an access control list's flag, {@code aclflag4} (RFC 8881 sections 6.2.2 and 6.4.3.2).
 */
public final class AclFlags {
    /** Changes of the parent's list are to be carried down to this object. */
    public static final int AUTO_INHERIT = 0x1;

    /** Changes of the parent's list are not to be carried down. */
    public static final int PROTECTED = 0x2;

    /** The list is the server's default. */
    public static final int DEFAULTED = 0x4;

    private AclFlags() {}
}
