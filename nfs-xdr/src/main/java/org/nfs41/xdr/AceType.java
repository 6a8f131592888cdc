package org.nfs41.xdr;

/** What an access control entry does, {@code acetype4} (RFC 8881 section 6.2.1.1). */
public final class AceType {
    /** Grants the permissions. */
    public static final int ACCESS_ALLOWED = 0x0;

    /** Denies the permissions. */
    public static final int ACCESS_DENIED = 0x1;

    /** Logs uses of the permissions. */
    public static final int SYSTEM_AUDIT = 0x2;

    /** Raises an alarm on uses of the permissions. */
    public static final int SYSTEM_ALARM = 0x3;

    private AceType() {}
}
