package org.nfs41.ops;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;

/**
 * The part of a COMPOUND's result around the operations' results: status and tag before them, their
 * count, and how long the whole may get. Belongs to a {@link CompoundContext} and like it serves
 * one COMPOUND after the other.
 */
final class ReplyFrame {
    /** The most that a failed result takes: number, status and SETATTR's empty bitmap. */
    static final int SMALLEST_RESULT_BYTES = CompoundInterpreter.RESULT_HEADER_BYTES + 4;

    private int start;
    private int countAt;
    private int messageStart;
    private int limit;

    ReplyFrame() {}

    /** Begins the result at the writer's position. */
    ReplyFrame open(XdrWriter out, Opaque tag, int replyHeaderBytes) {
        start = out.position();
        messageStart = start - replyHeaderBytes;
        limit = Integer.MAX_VALUE;
        out.writeInt(NfsStatus.OK.value());
        out.writeOpaque(tag);
        countAt = out.position();
        out.writeInt(0);
        return this;
    }

    /** Where the COMPOUND's result begins. */
    int start() {
        return start;
    }

    /** The length so far of the whole RPC message. */
    int messageBytes(XdrWriter out) {
        return out.position() - messageStart;
    }

    /** Bounds the reply: the writer's limit for the last operation. */
    void limitTo(XdrWriter out, int limit) {
        this.limit = limit;
        out.limit(limit);
    }

    /** Bounds the reply's whole RPC message to {@code bytes}, an unsigned number. */
    void limitMessageTo(XdrWriter out, int bytes) {
        long end = Math.min(messageStart + Integer.toUnsignedLong(bytes), out.limit());
        limitTo(out, (int) end);
    }

    /**
     * Keeps an operation from taking the room in which the next one could at least fail.
     *
     * @return false if that room has been taken already, by the operation's number and status
     */
    boolean leaveRoomForNext(XdrWriter out, boolean moreToCome) {
        int end = moreToCome ? limit - SMALLEST_RESULT_BYTES : limit;
        if (end < out.position()) {
            return false;
        }
        out.limit(end);
        return true;
    }

    /** Lets a result be as long as the reply allows: a failed one takes what was left for it. */
    void takeAllRoom(XdrWriter out) {
        out.limit(limit);
    }

    void close(XdrWriter out, NfsStatus status, int results) {
        out.putIntAt(start, status.value());
        out.putIntAt(countAt, results);
    }

    /** Moves the complete result that was written from {@code from} on into this one's place. */
    void replaceBy(XdrWriter out, int from) {
        int length = out.position() - from;
        out.buffer().put(start, out.buffer(), from, length);
        out.position(start + length);
    }
}
