package org.nfs41.state;

/**
 * The most that a session's fore channel is granted (RFC 8881 section 18.36.3). Sizes are in bytes
 * and count the RPC message without record mark.
 *
 * @param slots requests at a time, 1 to {@link #MOST_SLOTS}
 * @param maxRequestSize the largest request
 * @param maxResponseSize the largest reply
 * @param maxResponseSizeCached the largest reply that is kept for retries
 * @param maxOperations operations in a COMPOUND
 */
public record ChannelLimits(
        int slots,
        int maxRequestSize,
        int maxResponseSize,
        int maxResponseSizeCached,
        int maxOperations) {
    /** As many slots as a table may have: sr_highest_slotid of a client that asks for all. */
    public static final int MOST_SLOTS = 4096;

    /** 64 are enough to fill a fast network with small requests and bound what is cached. */
    public static final int DEFAULT_SLOTS = 64;

    /** 1 MiB of data, which clients like to read and write at once. */
    private static final int DATA_BYTES = 1 << 20;

    /** RPC header, credentials and the operations around the data. */
    private static final int HEADER_ROOM_BYTES = 4096;

    /** Holds every reply of an operation that is not idempotent, the largest being OPEN's. */
    private static final int DEFAULT_CACHED_BYTES = 8192;

    /** Far more than clients put into a COMPOUND (Linux: 8), few enough to bound its time. */
    private static final int DEFAULT_OPERATIONS = 64;

    /** What a server has that is not told otherwise. */
    public static final ChannelLimits DEFAULT =
            new ChannelLimits(
                    DEFAULT_SLOTS,
                    DATA_BYTES + HEADER_ROOM_BYTES,
                    DATA_BYTES + HEADER_ROOM_BYTES,
                    DEFAULT_CACHED_BYTES,
                    DEFAULT_OPERATIONS);

    public ChannelLimits {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("slots: " + slots);
        }
        if (maxRequestSize < ChannelNegotiation.SMALLEST_REQUEST_BYTES
                || maxResponseSize < ChannelNegotiation.SMALLEST_RESPONSE_BYTES
                || maxResponseSizeCached < 0
                || maxOperations < 1) {
            throw new IllegalArgumentException("no request could ever be answered");
        }
    }

    /** The same with another number of slots. */
    public ChannelLimits withSlots(int count) {
        return new ChannelLimits(
                count, maxRequestSize, maxResponseSize, maxResponseSizeCached, maxOperations);
    }
}
