package org.nfs41.state.open;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the holder of a write delegation has said of the file's content, and who waits to hear it
 * (RFC 8881 section 10.4.3). Guarded by the monitor of the file.
 *
 * <p>An answer is for those who had asked before its question was sent, each of whom takes it once;
 * who asks later has the holder asked again. So has who comes for it when it is old: one that has
 * asked and not come again must not be told, whenever it asks once more, what was so at that time.
 */
final class HeldContent {
    /** Longer than clients pause at most before they ask again, which is 15 seconds on Linux. */
    static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** More may wait, but are not remembered: they have the holder asked again. */
    private static final int MOST_WAITING = 256;

    /** Who waits, and for the answer to which question. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private boolean changeKnown;
    private long change;
    private int asked;
    private int answered;
    private long askedAt;
    private long answeredAt;
    private boolean asking;
    private boolean unanswered;
    private long size;
    private boolean modified;

    /** Notes the change attribute that the holder begins with. */
    void granted(long changeAttribute) {
        change = changeAttribute;
        changeKnown = true;
    }

    /**
     * Whether an answer is there for a client that has waited, which takes it.
     *
     * @param now monotonic nanoseconds
     */
    boolean take(long clientId, long now) {
        Integer question = waiting.get(clientId);
        if (question == null || answered < question) {
            return false;
        }
        waiting.remove(clientId);
        return now - answeredAt <= GOOD_NANOS;
    }

    /**
     * A client waits for the answer to the question that is sent now; if one is on its way, for
     * that to the next one, as the holder may have said before what is on its way back.
     *
     * @param now monotonic nanoseconds
     * @return whether there was none, so that it has to be sent
     */
    boolean ask(long clientId, long now) {
        boolean due = !asking;
        if (due) {
            asking = true;
            asked++;
            askedAt = now;
        }
        if (waiting.size() < MOST_WAITING) {
            waiting.putIfAbsent(clientId, due ? asked : asked + 1);
        }
        return due;
    }

    /**
     * Takes note of an answer.
     *
     * @param now monotonic nanoseconds, which may be a little behind
     */
    void answer(long sizeNow, long changeNow, long now) {
        asking = false;
        answered = asked;
        answeredAt = now - askedAt > 0 ? now : askedAt;
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
