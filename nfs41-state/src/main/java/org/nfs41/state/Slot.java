package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrWriter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One slot of a session's reply cache (RFC 8881 section 2.10.6.1): executes each sequence id at
 * most once and answers its retries.
 *
 * <p>Sequence id and state are one word. A request claims the slot by one compare-and-set of it,
 * without a lock and without allocation; what else the slot holds belongs to whoever has claimed
 * it. Retries take nothing: they read, and then look whether the word is still the one they began
 * with, like readers of a sequence lock. So the slot can keep its replies in one buffer, where an
 * immutable object for each reply would make garbage at every request that is cached, and a replay
 * neither writes nor holds up the next request.
 *
 * <p>What is kept is the encoded COMPOUND4res without RPC header, as a retry has its own xid.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Slot extends SlotPadding {
    /** The smallest reply buffer: a SEQUENCE with two or three small results. */
    static final int SMALLEST_BUFFER_BYTES = 256;

    /** A buffer this many times larger than the reply gives way to a fitting one. */
    static final int MOST_SLACK = 8;

    /** A larger buffer is given back when the next reply is not kept at all. */
    static final int LARGEST_IDLE_BUFFER_BYTES = 2048;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Slot.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Sequence id in the upper half, the code of the {@link SlotState} in the lower. */
    @SuppressWarnings("unused") // by WORD
    private volatile long word;

    // Written by the claim's holder only, read by retries under a check of the word.
    private long fingerprint;
    private @Nullable Principal principal;
    private @Nullable ByteBuffer reply;
    private int replyBytes;

    Slot() {
        this(0, SlotState.UNUSED);
    }

    /** A slot that has come to {@code sequenceId}. */
    Slot(int sequenceId, SlotState state) {
        word = word(sequenceId, state);
    }

    /**
     * Decides about a request and claims the slot for it if it is new; changes nothing otherwise.
     *
     * @param sequenceId what SEQUENCE carries
     * @param requestFingerprint equal for equal requests; a retry with another one is a false retry
     * @param who the request's principal; a retry by another one is a false retry
     */
    public SlotVerdict accept(int sequenceId, long requestFingerprint, Principal who) {
        while (true) {
            long seen = (long) WORD.getVolatile(this);
            SlotState state = stateOf(seen);
            int last = sequenceIdOf(seen);
            boolean sameRequest =
                    sequenceId == last
                            && fingerprint == requestFingerprint
                            && who.equals(principal);
            SlotVerdict verdict = SlotRules.classify(state, last, sequenceId, sameRequest);
            if (verdict == SlotVerdict.NEW) {
                if (WORD.compareAndSet(this, seen, word(sequenceId, SlotState.IN_PROGRESS))) {
                    // A retry of the last request that sees the fields below must see the claim.
                    VarHandle.storeStoreFence();
                    fingerprint = requestFingerprint;
                    principal = who;
                    return verdict;
                }
            } else if (unchanged(seen)) {
                return verdict;
            }
            // Only another thread's success leads here, so that some thread always gets on.
        }
    }

    /**
     * Ends the request that claimed the slot.
     *
     * @param source holds the encoded COMPOUND4res; read, not kept
     * @param from index of its first byte
     * @param to index behind its last byte
     * @param cache whether to keep the reply for retries
     * @throws IllegalStateException if no request has claimed the slot
     */
    public void complete(ByteBuffer source, int from, int to, boolean cache) {
        if (!cache) {
            abandon();
            return;
        }
        int sequenceId = claimed();
        int length = to - from;
        ByteBuffer buffer = fitting(length);
        buffer.put(0, source, from, length);
        reply = buffer;
        replyBytes = length;
        WORD.setRelease(this, word(sequenceId, SlotState.CACHED));
    }

    /**
     * Ends the request that claimed the slot without a reply to keep: none was asked for, or an
     * unexpected exception left none. The sequence id counts as used all the same.
     *
     * @throws IllegalStateException if no request has claimed the slot
     */
    public void abandon() {
        int sequenceId = claimed();
        ByteBuffer buffer = reply;
        if (buffer != null && buffer.capacity() > LARGEST_IDLE_BUFFER_BYTES) {
            reply = null;
        }
        replyBytes = 0;
        WORD.setRelease(this, word(sequenceId, SlotState.UNCACHED));
    }

    /**
     * Writes the kept reply of the request {@code sequenceId} at the writer's position.
     *
     * @return false, with nothing written, if the slot has gone on to the next request since {@link
     *     #accept} answered {@link SlotVerdict#REPLAY}: the retry is misordered now
     */
    public boolean replay(int sequenceId, XdrWriter out) {
        long seen = (long) WORD.getAcquire(this);
        ByteBuffer buffer = reply;
        int length = replyBytes;
        if (seen != word(sequenceId, SlotState.CACHED)
                || buffer == null
                || length > buffer.capacity()) {
            return false;
        }
        int start = out.position();
        out.writeRaw(buffer, 0, length);
        if (unchanged(seen)) {
            return true;
        }
        out.position(start);
        return false;
    }

    /** Sequence id of the last request that was let in; 0 if there was none. */
    public int sequenceId() {
        return sequenceIdOf(word);
    }

    /** Whether a request is being executed. */
    public boolean isInProgress() {
        return stateOf(word) == SlotState.IN_PROGRESS;
    }

    /** Bytes that the slot holds for replies. */
    public int bufferBytes() {
        ByteBuffer buffer = reply;
        return buffer == null ? 0 : buffer.capacity();
    }

    SlotState state() {
        return stateOf(word);
    }

    private int claimed() {
        long seen = word;
        if (stateOf(seen) != SlotState.IN_PROGRESS) {
            throw new IllegalStateException("no request has claimed the slot: " + stateOf(seen));
        }
        return sequenceIdOf(seen);
    }

    private ByteBuffer fitting(int length) {
        ByteBuffer buffer = reply;
        int wanted = Math.max(length, SMALLEST_BUFFER_BYTES);
        boolean fits =
                buffer != null
                        && length <= buffer.capacity()
                        && buffer.capacity() / MOST_SLACK <= wanted;
        return fits ? Objects.requireNonNull(buffer) : ByteBuffer.allocate(wanted);
    }

    /** Whether everything read since the word was {@code seen} belongs to it. */
    private boolean unchanged(long seen) {
        VarHandle.acquireFence();
        return (long) WORD.getOpaque(this) == seen;
    }

    private static long word(int sequenceId, SlotState state) {
        return (long) sequenceId << Integer.SIZE | state.code();
    }

    private static int sequenceIdOf(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static SlotState stateOf(long word) {
        return SlotState.of((int) word);
    }
}
