package org.nfs41.state;

import org.nfs41.xdr.op.SequenceStatusFlags;

/**
 * The bits of sr_status_flags (RFC 8881 section 18.46.3): whom each concerns, what sets and what
 * clears it, and whether this server ever raises it. The page on status flags is made from this.
 */
public enum StatusBit {
    CB_PATH_DOWN(
            SequenceStatusFlags.CB_PATH_DOWN,
            Scope.CLIENT,
            Use.RAISED,
            "the client has asked for a backchannel in some session, and no session of it has a"
                    + " connection for one on which calls are heard: one that ended, does not"
                    + " serve the program or has been silent for a third of a lease does not count",
            "a connection is bound to the backchannel of any of its sessions, BACKCHANNEL_CTL"
                    + " changes one, or a late reply comes"),
    CB_GSS_CONTEXTS_EXPIRING(
            SequenceStatusFlags.CB_GSS_CONTEXTS_EXPIRING,
            Scope.SESSION,
            Use.NOT_FED,
            "the last context for callbacks expires within a lease (`Session.callbackContexts`)",
            "a context that lasts longer is assigned, or the last one expires"),
    CB_GSS_CONTEXTS_EXPIRED(
            SequenceStatusFlags.CB_GSS_CONTEXTS_EXPIRED,
            Scope.SESSION,
            Use.NOT_FED,
            "the last context for callbacks has expired or been destroyed"
                    + " (`Session.callbackContexts`)",
            "a context that has not expired is assigned"),
    EXPIRED_ALL_STATE_REVOKED(
            SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED,
            Scope.CLIENT,
            Use.RAISED,
            "state is revoked because the lease has lapsed, and nothing is left to the client",
            "every state id that was lost with its lease has been freed by FREE_STATEID"),
    EXPIRED_SOME_STATE_REVOKED(
            SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED,
            Scope.CLIENT,
            Use.RAISED,
            "state is revoked because the lease has lapsed, and some is left to the client",
            "every state id that was lost with its lease has been freed by FREE_STATEID, or"
                    + " EXPIRED_ALL_STATE_REVOKED takes its place"),
    ADMIN_STATE_REVOKED(
            SequenceStatusFlags.ADMIN_STATE_REVOKED,
            Scope.CLIENT,
            Use.RAISED,
            "an administrator revokes state (`NfsService.revokeState`)",
            "every state id revoked that way has been freed by FREE_STATEID"),
    RECALLABLE_STATE_REVOKED(
            SequenceStatusFlags.RECALLABLE_STATE_REVOKED,
            Scope.CLIENT,
            Use.RAISED,
            "a delegation is revoked that was not returned within a lease after it was recalled"
                    + " (`RevocationCause.NOT_RETURNED`)",
            "every state id revoked that way has been freed by FREE_STATEID"),
    LEASE_MOVED(
            SequenceStatusFlags.LEASE_MOVED,
            Scope.CLIENT,
            Use.NEVER,
            "a file system with state of the client has moved: there is no migration",
            ""),
    RESTART_RECLAIM_NEEDED(
            SequenceStatusFlags.RESTART_RECLAIM_NEEDED,
            Scope.CLIENT,
            Use.RAISED,
            "the client's record begins in the grace period of a server that has restarted, and"
                    + " the client may reclaim (`GracePeriod`)",
            "the global RECLAIM_COMPLETE"),
    CB_PATH_DOWN_SESSION(
            SequenceStatusFlags.CB_PATH_DOWN_SESSION,
            Scope.SESSION,
            Use.RAISED,
            "the client has asked for a backchannel in the session, and no connection is bound to"
                    + " it on which calls are heard",
            "a connection is bound to the session's backchannel, BACKCHANNEL_CTL changes it, or a"
                    + " late reply comes"),
    BACKCHANNEL_FAULT(
            SequenceStatusFlags.BACKCHANNEL_FAULT,
            Scope.SESSION,
            Use.RAISED,
            "the sequence id of one of the backchannel's slots is not known any more: the client"
                    + " finds one misordered that is right, or does not answer by the rules"
                    + " however often it is asked",
            "never: it ends with the session"),
    DEVID_CHANGED(
            SequenceStatusFlags.DEVID_CHANGED,
            Scope.CLIENT,
            Use.NEVER,
            "a device id stands for something else: there is no pNFS",
            ""),
    DEVID_DELETED(
            SequenceStatusFlags.DEVID_DELETED,
            Scope.CLIENT,
            Use.NEVER,
            "a device id is gone: there is no pNFS",
            "");

    /** Whom a bit concerns. */
    public enum Scope {
        /** The session that the SEQUENCE names. */
        SESSION,
        /** All sessions of the client. */
        CLIENT
    }

    /** Whether a bit is ever raised. */
    public enum Use {
        /** It is, by this server as it runs. */
        RAISED,
        /** It is kept and reported, but no part of this server gives it anything to report yet. */
        NOT_FED,
        /** It is not, as there is nothing that it could tell of. */
        NEVER
    }

    private final int mask;
    private final Scope scope;
    private final Use use;
    private final String setWhen;
    private final String clearedWhen;

    StatusBit(int mask, Scope scope, Use use, String setWhen, String clearedWhen) {
        this.mask = mask;
        this.scope = scope;
        this.use = use;
        this.setWhen = setWhen;
        this.clearedWhen = clearedWhen;
    }

    /** Its value in sr_status_flags. */
    public int mask() {
        return mask;
    }

    /** Whom it concerns. */
    public Scope scope() {
        return scope;
    }

    /** Whether it is ever raised. */
    public Use use() {
        return use;
    }

    /** What sets it; of one that is never raised, what would, and why that does not happen. */
    public String setWhen() {
        return setWhen;
    }

    /** What clears it; empty for one that is never raised. */
    public String clearedWhen() {
        return clearedWhen;
    }
}
