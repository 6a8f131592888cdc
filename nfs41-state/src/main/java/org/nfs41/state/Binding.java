package org.nfs41.state;

/**
 * A connection's association with a session (RFC 8881 section 2.10.3.1).
 *
 * @param directions {@link #FORE}, {@link #BACK} or {@link #BOTH}
 * @param demanded whether BIND_CONN_TO_SESSION has asked for just these directions; otherwise they
 *     came by the way, with CREATE_SESSION or a SEQUENCE
 * @param mute whether calls to the client on it have failed in a way that says that the next one
 *     would too; ends when the client binds the connection again
 */
record Binding(long connectionId, int directions, boolean demanded, boolean mute) {
    static final int FORE = 1;
    static final int BACK = 2;
    static final int BOTH = FORE | BACK;

    /** One on which no call has failed. */
    Binding(long connectionId, int directions, boolean demanded) {
        this(connectionId, directions, demanded, false);
    }

    boolean fore() {
        return (directions & FORE) != 0;
    }

    boolean back() {
        return (directions & BACK) != 0;
    }

    /** Whether calls to the client may be sent on it. */
    boolean takesCalls() {
        return back() && !mute;
    }

    Binding withMute(boolean value) {
        return new Binding(connectionId, directions, demanded, value);
    }
}
