package org.nfs41.state;

/**
 * The status bits that concern one session, as {@link StatusBit} describes them, except those of
 * {@link CallbackContexts}, which go by the time. Tells the client's status what concerns that.
 *
 * <p>Every SEQUENCE reads the one {@link #word}; what changes it is rare and takes the monitor,
 * under which only the client's status is locked. Safe for use by any number of threads.
 */
final class SessionStatus {
    private final ClientStatus client;
    private volatile int word;

    /** Written under this. */
    private volatile boolean callsWanted;

    // guarded by this
    private boolean callsTaken;
    private boolean fault;

    SessionStatus(ClientStatus client) {
        this.client = client;
    }

    /** The bits that are set now. */
    int word() {
        return word;
    }

    /** The client has asked for calls to it: from now on it is told when there is no way. */
    synchronized void wantCalls() {
        if (!callsWanted) {
            callsWanted = true;
            client.callsWanted(1);
            update();
        }
    }

    boolean callsWanted() {
        return callsWanted;
    }

    /** Whether there is a connection for calls to the client. */
    synchronized void callsTaken(boolean value) {
        if (callsTaken != value) {
            callsTaken = value;
            client.callsTaken(value ? 1 : -1);
            update();
        }
    }

    /** The backchannel cannot be used any more, whatever is bound to it. */
    synchronized void fault() {
        fault = true;
        update();
    }

    /** Whether {@link #fault} has been called. */
    boolean isFaulty() {
        return (word & StatusBit.BACKCHANNEL_FAULT.mask()) != 0;
    }

    /** The session has ended: it no longer counts for its client. */
    synchronized void end() {
        callsTaken(false);
        if (callsWanted) {
            callsWanted = false;
            client.callsWanted(-1);
        }
        update();
    }

    private void update() {
        int bits = fault ? StatusBit.BACKCHANNEL_FAULT.mask() : 0;
        word = callsWanted && !callsTaken ? bits | StatusBit.CB_PATH_DOWN_SESSION.mask() : bits;
    }
}
