package org.nfs41.xdr;

/** Bits of the attribute {@code fh_expire_type} (RFC 8881 sections 4.2.3 and 5.8.1.3). */
public final class FhExpireType {
    /** Filehandles never change. */
    public static final int PERSISTENT = 0x0;

    /** They do not expire while the file is open. */
    public static final int NOEXPIRE_WITH_OPEN = 0x1;

    /** They may expire at any time. */
    public static final int VOLATILE_ANY = 0x2;

    /** They expire when the file system migrates. */
    public static final int VOL_MIGRATION = 0x4;

    /** They expire when the object is renamed. */
    public static final int VOL_RENAME = 0x8;

    private FhExpireType() {}
}
