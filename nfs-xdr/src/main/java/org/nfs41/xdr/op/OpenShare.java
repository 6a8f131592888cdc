package org.nfs41.xdr.op;

/**
 * Access, denial and delegation wants of OPEN and its kin (RFC 8881 section 18.16). A want is a
 * number in {@link #ACCESS_WANT_DELEG_MASK}, not a bit.
 */
public final class OpenShare {
    /** Access for reading. */
    public static final int ACCESS_READ = 0x1;

    /** Access for writing. */
    public static final int ACCESS_WRITE = 0x2;

    /** Access for reading and writing. */
    public static final int ACCESS_BOTH = 0x3;

    /** Others are denied nothing. */
    public static final int DENY_NONE = 0x0;

    /** Others are denied reading. */
    public static final int DENY_READ = 0x1;

    /** Others are denied writing. */
    public static final int DENY_WRITE = 0x2;

    /** Others are denied reading and writing. */
    public static final int DENY_BOTH = 0x3;

    /** The part of the access that says which delegation is wanted. */
    public static final int ACCESS_WANT_DELEG_MASK = 0xFF00;

    /** The server may grant what it likes. */
    public static final int ACCESS_WANT_NO_PREFERENCE = 0x0000;

    /** A read delegation is wanted. */
    public static final int ACCESS_WANT_READ_DELEG = 0x0100;

    /** A write delegation is wanted. */
    public static final int ACCESS_WANT_WRITE_DELEG = 0x0200;

    /** Any delegation is wanted. */
    public static final int ACCESS_WANT_ANY_DELEG = 0x0300;

    /** No delegation is wanted. */
    public static final int ACCESS_WANT_NO_DELEG = 0x0400;

    /** An earlier want is cancelled. */
    public static final int ACCESS_WANT_CANCEL = 0x0500;

    /** Tell when resources for the delegation become available. */
    public static final int ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL = 0x10000;

    /** Send the delegation when nobody is in the way any more. */
    public static final int ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED = 0x20000;

    private OpenShare() {}
}
