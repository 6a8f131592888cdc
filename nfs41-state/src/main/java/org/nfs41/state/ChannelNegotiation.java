package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.OptionalInt;

/** What CREATE_SESSION grants of the channel attributes asked for (RFC 8881 section 18.36.3). */
final class ChannelNegotiation {
    /** RPC call header with AUTH_NONE, COMPOUND's tag, minor version and count, SEQUENCE. */
    static final int SMALLEST_REQUEST_BYTES = 40 + 12 + 36;

    /** RPC reply header with AUTH_NONE, COMPOUND's status, tag and count, SEQUENCE's result. */
    static final int SMALLEST_RESPONSE_BYTES = 24 + 12 + 44;

    private ChannelNegotiation() {}

    /**
     * Grants a fore channel: never a size above what was asked for or what the server can do. Count
     * of requests and operations are at least 1, as nothing could be sent otherwise.
     *
     * @return null if no request could be sent or answered ({@code NFS4ERR_TOOSMALL})
     */
    static @Nullable ChannelAttributes fore(ChannelAttributes asked, ChannelLimits limits) {
        return tooSmall(asked)
                ? null
                : granted(
                        asked,
                        limits,
                        atLeastOne(smaller(asked.maxOperations(), limits.maxOperations())),
                        atLeastOne(smaller(asked.maxRequests(), limits.slots())));
    }

    /**
     * Grants a backchannel, whose counts are the client's to say and are returned as they are.
     *
     * @param wanted whether the connection is to be bound to it at once
     * @return null if no call could be sent or answered; not for a client that offers no slots and
     *     does not want a backchannel, whatever it writes for the rest
     */
    static @Nullable ChannelAttributes back(
            ChannelAttributes asked, ChannelLimits limits, boolean wanted) {
        boolean offered = wanted || asked.maxRequests() != 0;
        return offered && tooSmall(asked)
                ? null
                : granted(asked, limits, asked.maxOperations(), asked.maxRequests());
    }

    private static boolean tooSmall(ChannelAttributes asked) {
        return Integer.compareUnsigned(asked.maxRequestSize(), SMALLEST_REQUEST_BYTES) < 0
                || Integer.compareUnsigned(asked.maxResponseSize(), SMALLEST_RESPONSE_BYTES) < 0;
    }

    /** Neither padding nor RDMA are in use, which is said by zero and by nothing. */
    private static ChannelAttributes granted(
            ChannelAttributes asked, ChannelLimits limits, int maxOperations, int maxRequests) {
        int response = smaller(asked.maxResponseSize(), limits.maxResponseSize());
        int cached = smaller(asked.maxResponseSizeCached(), limits.maxResponseSizeCached());
        return new ChannelAttributes(
                0,
                smaller(asked.maxRequestSize(), limits.maxRequestSize()),
                response,
                smaller(cached, response),
                maxOperations,
                maxRequests,
                OptionalInt.empty());
    }

    private static int smaller(int asked, int limit) {
        return Integer.compareUnsigned(asked, limit) <= 0 ? asked : limit;
    }

    private static int atLeastOne(int count) {
        return count == 0 ? 1 : count;
    }
}
