package org.nfs41.xdr;

/** Bits of the attribute {@code aclsupport} (RFC 8881 section 6.2.1.2). */
public final class AclSupport {
    /** Entries that grant are supported. */
    public static final int ALLOW_ACL = 0x1;

    /** Entries that deny are supported. */
    public static final int DENY_ACL = 0x2;

    /** Entries that log are supported. */
    public static final int AUDIT_ACL = 0x4;

    /** Entries that raise an alarm are supported. */
    public static final int ALARM_ACL = 0x8;

    private AclSupport() {}
}
