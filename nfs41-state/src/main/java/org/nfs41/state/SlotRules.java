package org.nfs41.state;

/** The rules of a slot as one function of what it holds and what is asked. */
final class SlotRules {
    /** What the first request in a slot carries (RFC 8881 section 18.36.4). */
    static final int FIRST = 1;

    private SlotRules() {}

    /**
     * Decides about a request (RFC 8881 section 2.10.6.1).
     *
     * <p>While a request is in progress its successor is misordered: a requester waits for the
     * reply before it uses the slot again (section 2.10.6.2). A retry meanwhile is in progress
     * whoever sent it: the status reveals nothing, and later the retry is compared.
     *
     * <p>While a slot is being retired nothing can be said of its last request nor of the next one,
     * which are in order both: they are to ask again.
     *
     * <p>A slot that has been retired and is in use again goes on with the next sequence id or, as
     * its client may have forgotten it, begins anew with 1; the RFC does not say which. A request
     * with sequence id 1 could also be one from before that went astray: one that this slot has
     * executed with that id is known by its content and never executed again.
     *
     * @param state what the slot holds
     * @param last sequence id of the slot's last request; 0 in an unused one
     * @param requested sequence id of the request
     * @param sameRequest whether principal and content are those of the last request; looked at
     *     only where {@code last == requested}
     * @param sameAsFirst whether the content is that of the slot's last request with sequence id 1
     */
    static SlotVerdict classify(
            SlotState state, int last, int requested, boolean sameRequest, boolean sameAsFirst) {
        if (requested == last + 1) { // wraps around from 0xFFFFFFFF to 0
            return switch (state) {
                case IN_PROGRESS -> SlotVerdict.MISORDERED;
                case RETIRING -> SlotVerdict.IN_PROGRESS;
                case UNUSED, UNCACHED, CACHED, RETIRED -> SlotVerdict.NEW;
            };
        }
        if (state == SlotState.RETIRED && requested == FIRST && !sameAsFirst) {
            return SlotVerdict.NEW;
        }
        if (requested != last) {
            return SlotVerdict.MISORDERED;
        }
        return switch (state) {
            case UNUSED -> SlotVerdict.MISORDERED;
            case IN_PROGRESS, RETIRING -> SlotVerdict.IN_PROGRESS;
            case UNCACHED, RETIRED ->
                    sameRequest ? SlotVerdict.UNCACHED_REPLAY : SlotVerdict.FALSE_RETRY;
            case CACHED -> sameRequest ? SlotVerdict.REPLAY : SlotVerdict.FALSE_RETRY;
        };
    }
}
