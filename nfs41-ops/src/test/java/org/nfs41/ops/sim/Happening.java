package org.nfs41.ops.sim;

/** What can happen in a run. A simulation in which one of these never happens proves too little. */
enum Happening implements Counted {
    REQUEST("requests"),
    TRANSMISSION("transmissions"),
    RETRY("retries after timeout, cut or delay"),
    DUPLICATE("duplicates on another connection"),
    REORDERED("requests overtaken by later ones"),
    CUT("connections cut"),
    REQUEST_LOST("requests lost"),
    REQUEST_AFTER_CUT("requests served after their connection was cut"),
    REPLY_LOST("replies lost"),
    SLOW("slow operations"),
    IN_PROGRESS("retries that met their original in progress"),
    REPLAY("replays"),
    UNCACHED_REPLAY("replays of what was not kept"),
    REPLACED("requests given up for another one in their slot"),
    FALSE_RETRY("false retries refused"),
    MISORDERED("stale requests refused"),
    IMPATIENCE("requests in a slot that is in use, refused"),
    CURIOSITY("retries by another principal, refused"),
    OPERATION_FAILED("operations that failed"),
    SERVER_FAULT("operations that threw"),
    TOO_BIG("replies too big"),
    WRAPPED("sequence ids that wrapped around"),
    LEASE_LAPSED("clients ended by their lease"),
    CLIENT_RESTARTED("clients restarted"),
    SESSION_TAKEN("sessions ended by the server"),
    SESSION_LOST("sessions found to be lost"),
    SESSION_REPLAYED("sessions learned of by a retry"),
    PRESSURE("times that memory got scarcer or less scarce"),
    TARGET_LOWERED("times that a client was told to use fewer slots"),
    TARGET_RAISED("times that a client was told to use more slots"),
    BEGUN_ANEW("retired slots that their client has forgotten"),
    RETIRED_REPLAY("late requests that met a retired slot"),
    SLOT_REFUSED("requests in slots that the server has waited for too long"),
    HIGH_SLOT_REFUSED("requests beside others in such slots"),
    NO_MEMORY("requests that had to wait for memory"),
    ASKED("outcomes that had to be asked for");

    private final String words;

    Happening(String words) {
        this.words = words;
    }

    @Override
    public String words() {
        return words;
    }
}
