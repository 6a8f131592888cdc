package org.nfs41.xdr;

/** Bits of an access control entry's flag, {@code aceflag4} (RFC 8881 section 6.2.1.4). */
public final class AceFlags {
    /** New files in the directory inherit it. */
    public static final int FILE_INHERIT = 0x1;

    /** New directories in the directory inherit it. */
    public static final int DIRECTORY_INHERIT = 0x2;

    /** It is inherited by one generation only. */
    public static final int NO_PROPAGATE_INHERIT = 0x4;

    /** It is for inheriting and does not apply to the directory itself. */
    public static final int INHERIT_ONLY = 0x8;

    /** An audit or alarm entry acts on success. */
    public static final int SUCCESSFUL_ACCESS = 0x10;

    /** An audit or alarm entry acts on failure. */
    public static final int FAILED_ACCESS = 0x20;

    /** The subject is a group. */
    public static final int IDENTIFIER_GROUP = 0x40;

    /** It was inherited. */
    public static final int INHERITED = 0x80;

    private AceFlags() {}
}
