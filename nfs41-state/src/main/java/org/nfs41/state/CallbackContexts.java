package org.nfs41.state;

/**
 * How long the RPCSEC_GSS contexts last that are assigned to a session's backchannel (RFC 8881
 * section 18.46.3). Only the last one to expire counts.
 *
 * @param kind whether there are any
 * @param expiry of {@link Kind#UNTIL} the monotonic nanoseconds at which the last one expires
 */
public record CallbackContexts(Kind kind, long expiry) {
    /** What there is to expire. */
    public enum Kind {
        /** Calls need no context. */
        NONE,
        /** At least one never expires, as those of SSV do. */
        LASTING,
        /** All expire. */
        UNTIL,
        /** All that there were have been destroyed. */
        GONE
    }

    /** Calls need no context, as those with AUTH_NONE and AUTH_SYS. */
    public static final CallbackContexts NONE = new CallbackContexts(Kind.NONE, 0);

    /** At least one context never expires. */
    public static final CallbackContexts LASTING = new CallbackContexts(Kind.LASTING, 0);

    /** All contexts that there were have been destroyed. */
    public static final CallbackContexts GONE = new CallbackContexts(Kind.GONE, 0);

    /** Contexts of which the last expires then. */
    public static CallbackContexts until(long expiry) {
        return new CallbackContexts(Kind.UNTIL, expiry);
    }

    /** The status bits that are set at that time. */
    int flags(long now, long leaseNanos) {
        return switch (kind) {
            case NONE, LASTING -> 0;
            case GONE -> StatusBit.CB_GSS_CONTEXTS_EXPIRED.mask();
            case UNTIL -> {
                long left = expiry - now;
                if (left <= 0) {
                    yield StatusBit.CB_GSS_CONTEXTS_EXPIRED.mask();
                }
                yield left <= leaseNanos ? StatusBit.CB_GSS_CONTEXTS_EXPIRING.mask() : 0;
            }
        };
    }
}
