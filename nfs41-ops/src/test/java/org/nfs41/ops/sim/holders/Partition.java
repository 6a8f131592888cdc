package org.nfs41.ops.sim.holders;

/** Until when nothing gets through between one client and the server, in each direction. */
final class Partition {
    long upUntil;
    long downUntil;

    /** When something last went wrong between the two, so that calls may have been held up. */
    long troubledAt;

    /** Whether the client is dead, or has no session to be called in. */
    boolean away = true;

    /** Until when nothing gets through. */
    long until(boolean upwards) {
        return upwards ? upUntil : downUntil;
    }

    boolean isThere(long now) {
        return now < upUntil || now < downUntil;
    }
}
