package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;

/** What all parts of a run share: time, chance, the tally and the log. All follow from the seed. */
public final class World {
    /** A millisecond in nanoseconds. */
    public static final long MILLI = 1_000_000;

    /** Long against everything but a client that sleeps. */
    public static final long LEASE = 30_000 * MILLI;

    /** Time. */
    public final Schedule schedule = new Schedule();

    /** What has happened. */
    public final Tally tally;

    private final SplittableRandom random;
    private final @Nullable StringBuilder log;
    private boolean calm;

    /**
     * A world of its own.
     *
     * @param kinds what may happen
     * @param log takes one line per event; null for none
     */
    public World(long seed, Counted[] kinds, @Nullable StringBuilder log) {
        // Neighbouring seeds make neighbouring first numbers without the multiplication.
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        tally = new Tally(kinds);
        this.log = log;
    }

    /** Whether a fault happens that is to happen once in {@code n} times; never in a calm world. */
    public boolean fault(int n) {
        return !calm && random.nextInt(n) == 0;
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Any number. */
    public long bits() {
        return random.nextLong();
    }

    /** A time between the two, given in milliseconds, in nanoseconds. */
    public long between(int leastMillis, int mostMillis) {
        return leastMillis * MILLI + random.nextLong((mostMillis - leastMillis) * MILLI);
    }

    /** From now on nothing goes wrong any more. */
    public void calmDown() {
        calm = true;
    }

    /** Adds a line that consists of those parts. */
    public void log(Object... parts) {
        if (log != null) {
            log.append(String.format("%10.3f ms  ", schedule.now() / (double) MILLI));
            for (Object part : parts) {
                log.append(part);
            }
            log.append('\n');
        }
    }

    /** Counts it. */
    public void happened(Counted what) {
        tally.count(what);
    }
}
