package org.nfs41.state;

import org.nfs41.state.open.RevocationCause;

import java.util.EnumMap;
import java.util.Map;

/**
 * The status bits that concern a client in all its sessions, as {@link StatusBit} describes them.
 *
 * <p>Every SEQUENCE reads the one {@link #word}; what changes it is rare and takes the monitor,
 * under which no other lock is taken. Safe for use by any number of threads.
 */
final class ClientStatus {
    private volatile int word;

    // guarded by this
    private final Map<RevocationCause, Integer> unacknowledged =
            new EnumMap<>(RevocationCause.class);
    private boolean everythingExpired;
    private boolean someExpired;
    private boolean reclaimNeeded;
    private int sessionsThatWantCalls;
    private int sessionsThatTakeCalls;

    /** The bits that are set now. */
    int word() {
        return word;
    }

    /** As {@link org.nfs41.state.open.StateHolder#revoked} says. */
    synchronized void revoked(RevocationCause cause, boolean everything) {
        unacknowledged.merge(cause, 1, Integer::sum);
        if (cause == RevocationCause.LEASE_EXPIRED) {
            everythingExpired |= everything;
            someExpired = !everything;
        }
        update();
    }

    /** As {@link org.nfs41.state.open.StateHolder#acknowledged} says. */
    synchronized void acknowledged(RevocationCause cause) {
        unacknowledged.merge(cause, -1, Integer::sum);
        if (count(RevocationCause.LEASE_EXPIRED) == 0) {
            everythingExpired = false;
            someExpired = false;
        }
        update();
    }

    /** Whether the client has lost state and not freed all the state ids that stood for it. */
    synchronized boolean hasLosses() {
        return unacknowledged.values().stream().anyMatch(count -> count > 0);
    }

    /** Whether the client has to reclaim what it held before the server restarted. */
    synchronized void reclaimNeeded(boolean value) {
        reclaimNeeded = value;
        update();
    }

    /** One session more, or with -1 one less, in which the client has asked for calls. */
    synchronized void callsWanted(int by) {
        sessionsThatWantCalls += by;
        update();
    }

    /** One session more, or with -1 one less, that has a connection for calls to the client. */
    synchronized void callsTaken(int by) {
        sessionsThatTakeCalls += by;
        update();
    }

    private int count(RevocationCause cause) {
        return unacknowledged.getOrDefault(cause, 0);
    }

    private void update() {
        int bits = 0;
        bits |= bit(StatusBit.EXPIRED_ALL_STATE_REVOKED, everythingExpired);
        bits |= bit(StatusBit.EXPIRED_SOME_STATE_REVOKED, someExpired);
        bits |= bit(StatusBit.ADMIN_STATE_REVOKED, count(RevocationCause.ADMINISTRATIVE) > 0);
        bits |= bit(StatusBit.RECALLABLE_STATE_REVOKED, count(RevocationCause.NOT_RETURNED) > 0);
        bits |= bit(StatusBit.RESTART_RECLAIM_NEEDED, reclaimNeeded);
        boolean pathDown = sessionsThatWantCalls > 0 && sessionsThatTakeCalls == 0;
        bits |= bit(StatusBit.CB_PATH_DOWN, pathDown);
        word = bits;
    }

    private static int bit(StatusBit bit, boolean set) {
        return set ? bit.mask() : 0;
    }
}
