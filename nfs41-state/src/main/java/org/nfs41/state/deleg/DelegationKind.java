package org.nfs41.state.deleg;

import org.nfs41.state.open.Share;

/** What a delegation lets its holder do by itself (RFC 8881 section 10.4). */
public enum DelegationKind {
    /** To open the file for reading and to keep what it has read; several clients can have one. */
    READ(Share.READ),

    /** To open, lock, read and write the file; nobody else uses it meanwhile. */
    WRITE(Share.BOTH),

    /**
     * To rely on the names in a directory and on its attributes (section 10.9); several clients can
     * have one.
     */
    DIRECTORY(Share.NONE);

    private final int access;

    DelegationKind(int access) {
        this.access = access;
    }

    /** What its state id is good for: bits of {@link Share}. */
    public int access() {
        return access;
    }

    /** Whether one client's delegation of this kind has to be back before another client's act. */
    public boolean isDisturbedBy(Interference what) {
        return this == WRITE || what == Interference.CHANGING;
    }

    /** Whether one of this kind excludes that another client has one of that kind. */
    public boolean excludes(DelegationKind other) {
        return this == WRITE || other == WRITE;
    }
}
