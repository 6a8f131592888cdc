package org.nfs41.state;

/**
 * A connection's association with a session (RFC 8881 section 2.10.3.1).
 *
 * @param directions {@link #FORE}, {@link #BACK} or {@link #BOTH}
 * @param demanded whether BIND_CONN_TO_SESSION has asked for just these directions; otherwise they
 *     came by the way, with CREATE_SESSION or a SEQUENCE
 */
record Binding(long connectionId, int directions, boolean demanded) {
    static final int FORE = 1;
    static final int BACK = 2;
    static final int BOTH = FORE | BACK;

    boolean fore() {
        return (directions & FORE) != 0;
    }

    boolean back() {
        return (directions & BACK) != 0;
    }
}
