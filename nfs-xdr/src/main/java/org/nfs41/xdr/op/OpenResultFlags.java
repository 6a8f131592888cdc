package org.nfs41.xdr.op;

/** Flags of OPEN's result (RFC 8881 section 18.16). */
public final class OpenResultFlags {
    /** The open must be confirmed; never set in NFSv4.1. */
    public static final int CONFIRM = 0x2;

    /** Locks follow POSIX rules. */
    public static final int LOCKTYPE_POSIX = 0x4;

    /** The file stays while it is open even if its last name is removed. */
    public static final int PRESERVE_UNLINKED = 0x8;

    /** The server may send CB_NOTIFY_LOCK when a lock becomes available. */
    public static final int MAY_NOTIFY_LOCK = 0x20;

    private OpenResultFlags() {}
}
