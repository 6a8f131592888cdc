package org.nfs41.ops.sim;

import java.util.PriorityQueue;

/**
 * Virtual time in nanoseconds, and what is to happen in it.
 *
 * <p>An action may itself let time {@linkplain #pass pass}: whatever is due meanwhile happens
 * inside of it, as it would in other threads while one of them sleeps. Events of the same time
 * happen in the order in which they were asked for.
 */
public final class Schedule {
    /** A run of some hundred requests takes a few thousand; one that takes more never ends. */
    private static final int MOST_EVENTS = 100_000;

    private static final int MOST_NESTING = 8;

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time == other.time
                    ? Long.compare(order, other.order)
                    : Long.compare(time, other.time);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;
    private int happened;
    private int nesting;

    /** The time. */
    public long now() {
        return now;
    }

    /** Has something happen later. */
    public void after(long nanos, Runnable action) {
        events.add(new Event(now + nanos, order++, action));
    }

    /** Lets everything happen, until nothing is left to happen. */
    public void drain() {
        while (!events.isEmpty()) {
            next();
        }
    }

    /** Lets everything happen that is due within {@code nanos}, before the caller goes on. */
    public void pass(long nanos) {
        long end = now + nanos;
        nesting++;
        while (!events.isEmpty() && events.peek().time <= end) {
            next();
        }
        nesting--;
        now = Math.max(now, end);
    }

    /** Whether an action may still let time pass: each that does keeps its caller waiting. */
    public boolean mayPass() {
        return nesting < MOST_NESTING;
    }

    private void next() {
        if (++happened > MOST_EVENTS) {
            throw new SimFailure("no end in sight: some request never gets its answer");
        }
        Event event = events.remove();
        now = Math.max(now, event.time);
        event.action.run();
    }
}
