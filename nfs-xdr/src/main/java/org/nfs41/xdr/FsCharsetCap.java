package org.nfs41.xdr;

/** Bits of the attribute {@code fs_charset_cap} (RFC 8881 section 14.4). */
public final class FsCharsetCap {
    /** Names may exist that are not UTF-8. */
    public static final int CONTAINS_NON_UTF8 = 0x1;

    /** Names that are not UTF-8 are refused. */
    public static final int ALLOWS_ONLY_UTF8 = 0x2;

    private FsCharsetCap() {}
}
