package org.nfs41.state.open;

/** What a state id is used for: what it must allow for {@link StateIds#validate} to pass it. */
public enum StateUse {
    /** READ: an open for reading, or a special state id. */
    READ(Share.READ),

    /** WRITE, and SETATTR of the size: an open for writing, or a special state id. */
    WRITE(Share.WRITE),

    /** SETATTR of anything but the size: any state of the file, or a special state id. */
    SETATTR(Share.NONE);

    private final int access;

    StateUse(int access) {
        this.access = access;
    }

    int access() {
        return access;
    }
}
