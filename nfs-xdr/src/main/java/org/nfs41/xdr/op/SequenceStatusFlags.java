package org.nfs41.xdr.op;

/** What SEQUENCE tells a client about its state (RFC 8881 section 18.46). */
public final class SequenceStatusFlags {
    /** No session of the client has a working backchannel. */
    public static final int CB_PATH_DOWN = 0x1;

    /** The backchannel's RPCSEC_GSS contexts are about to expire. */
    public static final int CB_GSS_CONTEXTS_EXPIRING = 0x2;

    /** The backchannel's RPCSEC_GSS contexts have expired. */
    public static final int CB_GSS_CONTEXTS_EXPIRED = 0x4;

    /** The lease expired and all state was revoked. */
    public static final int EXPIRED_ALL_STATE_REVOKED = 0x8;

    /** The lease expired and some state was revoked. */
    public static final int EXPIRED_SOME_STATE_REVOKED = 0x10;

    /** Some state was revoked by an administrator. */
    public static final int ADMIN_STATE_REVOKED = 0x20;

    /** A delegation or layout was revoked. */
    public static final int RECALLABLE_STATE_REVOKED = 0x40;

    /** A file system with state of the client has moved. */
    public static final int LEASE_MOVED = 0x80;

    /** The server restarted and state is to be reclaimed. */
    public static final int RESTART_RECLAIM_NEEDED = 0x100;

    /** This session has no working backchannel. */
    public static final int CB_PATH_DOWN_SESSION = 0x200;

    /** The backchannel of this session misbehaved. */
    public static final int BACKCHANNEL_FAULT = 0x400;

    /** A pNFS device changed and the notification did not arrive. */
    public static final int DEVID_CHANGED = 0x800;

    /** A pNFS device was deleted and the notification did not arrive. */
    public static final int DEVID_DELETED = 0x1000;

    private SequenceStatusFlags() {}
}
