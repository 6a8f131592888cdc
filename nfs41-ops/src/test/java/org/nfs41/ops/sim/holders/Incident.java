package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.Counted;

/** What can happen in a run. A simulation in which one of these never happens proves too little. */
enum Incident implements Counted {
    REQUEST("requests"),
    RETRY("requests sent again"),
    CALL("calls sent to clients"),
    CALL_EXECUTED("calls that clients executed"),
    CALL_REPLAYED("calls that came again and were answered from the cache"),
    CALL_LATE("calls that came after a later one in their slot"),
    CALL_LOST("calls whose connection ended before there was a reply"),
    CALL_DAWDLED("calls answered late"),
    CALL_IGNORED("calls never answered"),
    CALL_ANSWERED_TWICE("calls answered twice"),
    CALL_REFUSED("calls refused for the moment"),
    CALL_FAILED("calls that clients failed to handle"),
    CUT("connections cut"),
    PARTITION("clients cut off for less than a lease"),
    LONG_PARTITION("clients cut off for longer than a lease"),
    ONE_WAY("clients cut off in one direction"),
    DIED("clients that died and came back"),
    SESSION_MADE("sessions made"),
    CLIENT_LOST("clients that found their client id gone"),
    REBOUND("connections bound for calls"),
    PATH_DOWN("replies that told of no way for calls"),
    READ_GRANTED("read delegations"),
    WRITE_GRANTED("write delegations"),
    DIRECTORY_GRANTED("delegations of directories"),
    NOTIFIED("notifications"),
    MIRRORED("directories kept by notifications that were right at the end"),
    PUSHED("delegations given by a call"),
    PUSH_REFUSED("delegations given by a call and not taken"),
    WANT_CANCELLED("promises that were taken back"),
    CACHED_READ("reads from a cache"),
    HELD_WRITE("writes held back"),
    CACHED_LOOKUP("looks at a directory in a cache"),
    ASKED("holders asked for attributes"),
    RECALLED("recalls that came"),
    RECALL_UNKNOWN("recalls that came before what they recall"),
    RETURNED("delegations returned"),
    KEPT("recalls that were not obeyed"),
    REVOKED("delegations that their holders learned to be revoked"),
    TAKEN("delegations taken for the sake of others"),
    LATE_USE("uses of delegations that were taken already"),
    DELAY("operations told to come again"),
    SLOW("operations that took their time"),
    RESTARTED("restarts of the server"),
    GRACE("operations told to wait for the end of a grace period"),
    RECLAIMED("delegations reclaimed"),
    RECLAIM_REFUSED("delegations that could not be reclaimed"),
    CLAIMED("opens that claimed a delegation"),
    LAPSED("clients ended by their lease");

    private final String words;

    Incident(String words) {
        this.words = words;
    }

    @Override
    public String words() {
        return words;
    }
}
