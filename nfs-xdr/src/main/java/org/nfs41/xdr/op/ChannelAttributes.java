package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.OptionalInt;

/**
 * The limits of a channel, {@code channel_attrs4} (RFC 8881 section 18.36). All numbers are
 * unsigned; sizes are in bytes and include the RPC header but no record mark.
 *
 * @param headerPadSize padding before WRITE data, for RDMA
 * @param maxRequestSize the longest request
 * @param maxResponseSize the longest reply
 * @param maxResponseSizeCached the longest reply that is kept for a retry
 * @param maxOperations the most operations in one compound
 * @param maxRequests the number of slots
 * @param rdmaIrd RDMA's inbound read queue depth, absent without RDMA
 */
public record ChannelAttributes(
        int headerPadSize,
        int maxRequestSize,
        int maxResponseSize,
        int maxResponseSizeCached,
        int maxOperations,
        int maxRequests,
        OptionalInt rdmaIrd) {
    /** Reads one. */
    public static ChannelAttributes decode(XdrReader in) throws XdrException {
        return new ChannelAttributes(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readOptionalInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(headerPadSize);
        out.writeInt(maxRequestSize);
        out.writeInt(maxResponseSize);
        out.writeInt(maxResponseSizeCached);
        out.writeInt(maxOperations);
        out.writeInt(maxRequests);
        out.writeOptional(rdmaIrd);
    }
}
