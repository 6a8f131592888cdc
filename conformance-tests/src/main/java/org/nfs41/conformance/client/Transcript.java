package org.nfs41.conformance.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Everything that one check sent and received, in the order of sending, and the place where
 * observers see each reply. Keeps the latest entries only. Safe for use by several threads.
 */
public final class Transcript {
    /** Loops may send thousands of requests; nobody reads more than the end. */
    private static final int KEPT_ENTRIES = 400;

    private final Deque<Evidence> entries = new ArrayDeque<>();
    private final List<Consumer<Reply>> observers = new CopyOnWriteArrayList<>();
    private int dropped;
    private int unanswered;

    /** Has {@code observer} see every reply from now on, before the check that waits for it. */
    public void onReply(Consumer<Reply> observer) {
        observers.add(observer);
    }

    /** Adds a remark. */
    public void note(String text) {
        add(new Evidence.Note(text));
    }

    synchronized void add(Evidence entry) {
        if (entries.size() == KEPT_ENTRIES) {
            entries.removeFirst();
            dropped++;
        }
        entries.add(entry);
        if (entry instanceof Exchange) {
            unanswered++;
        }
    }

    void replied(Reply reply) {
        synchronized (this) {
            unanswered--;
        }
        observers.forEach(observer -> observer.accept(reply));
    }

    /** What is kept, oldest first. */
    public synchronized List<Evidence> entries() {
        return new ArrayList<>(entries);
    }

    /** Whether every request that was sent has had its reply. */
    public synchronized boolean isAllAnswered() {
        return unanswered == 0;
    }

    /** How many entries were dropped because there were too many. */
    public synchronized int dropped() {
        return dropped;
    }
}
