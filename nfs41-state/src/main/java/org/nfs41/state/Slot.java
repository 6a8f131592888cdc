package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrWriter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

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
    private long firstFingerprint;
    private @Nullable Principal principal;
    private @Nullable ByteBuffer reply;
    private int replyBytes;

    /** The generation of the limits that the last reply has told; 0 for none. */
    private int told;

    private final ReplyAccount account;

    /** An unused slot whose buffer is charged to {@code account}. */
    Slot(ReplyAccount account) {
        this(0, SlotState.UNUSED, account);
    }

    /** A slot that has come to {@code sequenceId}. */
    Slot(int sequenceId, SlotState state, ReplyAccount account) {
        this.account = account;
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
            boolean sameAsFirst = firstFingerprint == requestFingerprint;
            SlotVerdict verdict =
                    SlotRules.classify(state, last, sequenceId, sameRequest, sameAsFirst);
            if (verdict == SlotVerdict.NEW) {
                if (WORD.compareAndSet(this, seen, word(sequenceId, SlotState.IN_PROGRESS))) {
                    // A retry of the last request that sees the fields below must see the claim.
                    VarHandle.storeStoreFence();
                    fingerprint = requestFingerprint;
                    principal = who;
                    if (sequenceId == SlotRules.FIRST) {
                        firstFingerprint = requestFingerprint;
                    }
                    return verdict;
                }
            } else if (unchanged(seen)) {
                if (verdict == SlotVerdict.FALSE_RETRY) {
                    // The client has given up waiting for the last reply. Its next request does
                    // not show that it has read it.
                    told = 0;
                }
                return verdict;
            }
            // Only another thread's success leads here, so that some thread always gets on.
        }
    }

    /**
     * Ends the request that claimed the slot. The reply of the one that has ended its own session
     * is not kept, as there is no session for it to be asked in.
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
        if (buffer == null) {
            abandon();
            return;
        }
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
        if (buffer != null
                && (buffer.capacity() > LARGEST_IDLE_BUFFER_BYTES
                        || account.memory().level() > 0)) {
            giveBack();
        }
        replyBytes = 0;
        WORD.setRelease(this, word(sequenceId, SlotState.UNCACHED));
    }

    /**
     * Gives the slot's memory back and forgets the reply, not what the last request was. Claims the
     * slot for that moment, in which requests are told to ask again.
     *
     * @return false, with nothing changed, if a request is in progress
     */
    boolean retire() {
        while (true) {
            long seen = (long) WORD.getVolatile(this);
            SlotState state = stateOf(seen);
            if (state == SlotState.IN_PROGRESS) {
                return false;
            }
            if (state == SlotState.UNUSED
                    || state == SlotState.RETIRED
                    || state == SlotState.RETIRING) {
                return true;
            }
            int sequenceId = sequenceIdOf(seen);
            // Not IN_PROGRESS: a client that may use its next sequence id would be told that it
            // may not.
            if (WORD.compareAndSet(this, seen, word(sequenceId, SlotState.RETIRING))) {
                VarHandle.storeStoreFence();
                giveBack();
                replyBytes = 0;
                WORD.setRelease(this, word(sequenceId, SlotState.RETIRED));
                return true;
            }
        }
    }

    /**
     * Writes the kept reply of the request {@code sequenceId} at the writer's position.
     *
     * @return false, with nothing written, if since {@link #accept} answered {@link
     *     SlotVerdict#REPLAY} the slot has gone on to another request, by which the retry is
     *     misordered now, or has been retired, by which the reply is gone
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

    /** Whether its memory has been given back; what the last request was is remembered. */
    public boolean isRetired() {
        return stateOf(word) == SlotState.RETIRED;
    }

    /** Whether {@link #accept} would let such a request in now. */
    boolean wouldLetIn(int sequenceId, long requestFingerprint) {
        long seen = word;
        boolean sameAsFirst = firstFingerprint == requestFingerprint;
        return SlotRules.classify(stateOf(seen), sequenceIdOf(seen), sequenceId, false, sameAsFirst)
                == SlotVerdict.NEW;
    }

    /** The generation of the limits that the last reply has told; for the claim's holder. */
    int told() {
        return told;
    }

    /** Notes what the reply is going to tell; for the claim's holder. */
    void told(int generation) {
        told = generation;
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

    private void giveBack() {
        ByteBuffer buffer = reply;
        if (buffer != null) {
            reply = null;
            // Nothing to be done about a closed account: it has given this back already.
            var _ = account.change(-buffer.capacity());
        }
    }

    /** A buffer for so many bytes, paid for; null if the session has ended. */
    private @Nullable ByteBuffer fitting(int length) {
        ByteBuffer buffer = reply;
        int wanted = Math.max(length, SMALLEST_BUFFER_BYTES);
        boolean fits =
                buffer != null
                        && length <= buffer.capacity()
                        && buffer.capacity() / MOST_SLACK <= wanted;
        if (fits) {
            return buffer;
        }
        ByteBuffer fresh = ByteBuffer.allocate(wanted);
        return account.change(wanted - bufferBytes()) ? fresh : null;
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
