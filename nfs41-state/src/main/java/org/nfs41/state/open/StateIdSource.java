package org.nfs41.state.open;

import org.nfs41.xdr.StateId;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the {@code other} part of state ids: no two alike as long as the server runs, and none that
 * a peer could guess from those it has seen.
 *
 * <p>The first 64 bits are a counter, permuted under a secret key: a permutation cannot repeat
 * itself, so neither can they. The other 32 depend on the client, the counter and the key. With a
 * fresh key at each start, ids of an earlier server instance name nothing; they are answered with
 * {@code NFS4ERR_BAD_STATEID} as any unknown one, never with {@code NFS4ERR_STALE_STATEID}, which
 * NFSv4.1 does not use (RFC 8881 section 15.1.16.5).
 *
 * <p>Safe for use by several threads, without a lock.
 */
public final class StateIdSource {
    private static final int ROUNDS = 4;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long keyHigh;
    private final long keyLow;
    private final AtomicLong count = new AtomicLong();

    /**
     * A source under a key, which should come from a secure random generator and be used for one
     * server instance only.
     */
    public StateIdSource(long keyHigh, long keyLow) {
        this.keyHigh = keyHigh;
        this.keyLow = keyLow;
    }

    /** A new state id with seqid 1 for {@code clientId}; its {@code other} is not reserved. */
    public StateId next(long clientId) {
        long counter = count.incrementAndGet();
        long high = permute(counter);
        if (high == 0 || high == -1) {
            // all zeros and all ones are reserved (section 8.2.3); skipping keeps ids distinct
            high = permute(count.incrementAndGet());
        }
        int low = (int) (mix(high ^ mix(clientId ^ keyLow) ^ keyHigh) >>> Integer.SIZE);
        return new StateId(1, high, low);
    }

    /** A bijection of 64-bit numbers for each key: Feistel rounds over the two halves. */
    private long permute(long value) {
        int left = (int) (value >>> Integer.SIZE);
        int right = (int) value;
        for (int round = 0; round < ROUNDS; round++) {
            long key = (round & 1) == 0 ? keyHigh : keyLow;
            int scrambled = (int) mix((right & 0xFFFF_FFFFL) ^ mix(key + round * GOLDEN));
            int swapped = left ^ scrambled;
            left = right;
            right = swapped;
        }
        return ((long) left << Integer.SIZE) | (right & 0xFFFF_FFFFL);
    }

    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
