package org.nfs41.state.open;

import java.util.HashMap;
import java.util.Map;

/**
 * What the holder of a write delegation has said of the file's content, and who waits to hear it
 * (RFC 8881 section 10.4.3). Guarded by the monitor of the file.
 *
 * <p>An answer is for those who had asked before it came, each of whom takes it once; who asks
 * later has the holder asked again.
 */
final class HeldContent {
    /** More may wait, but are not remembered: they have the holder asked again. */
    private static final int MOST_WAITING = 256;

    /** Who waits, and for the answer to which question. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private boolean changeKnown;
    private long change;
    private int asked;
    private int answered;
    private boolean asking;
    private boolean unanswered;
    private long size;
    private boolean modified;

    /** Notes the change attribute that the holder begins with. */
    void granted(long changeAttribute) {
        change = changeAttribute;
        changeKnown = true;
    }

    /** Whether an answer is there for a client that has waited, which takes it. */
    boolean take(long clientId) {
        Integer question = waiting.get(clientId);
        if (question == null || answered < question) {
            return false;
        }
        waiting.remove(clientId);
        return true;
    }

    /**
     * A client waits for the answer to the question that is on its way.
     *
     * @return whether there was none, so that it has to be sent
     */
    boolean ask(long clientId) {
        boolean due = !asking;
        if (due) {
            asking = true;
            asked++;
        }
        if (waiting.size() < MOST_WAITING) {
            waiting.putIfAbsent(clientId, asked);
        }
        return due;
    }

    /** Takes note of an answer. */
    void answer(long sizeNow, long changeNow) {
        asking = false;
        answered = asked;
        size = sizeNow;
        // Once it has written, the holder need not tell more: it may say the same ever after.
        modified |= changeKnown && change != changeNow;
    }

    /** Takes note that the holder does not say. */
    void fail() {
        asking = false;
        unanswered = true;
    }

    /** Whether the holder has not answered once. */
    boolean hasFailed() {
        return unanswered;
    }

    long size() {
        return size;
    }

    boolean isModified() {
        return modified;
    }
}
