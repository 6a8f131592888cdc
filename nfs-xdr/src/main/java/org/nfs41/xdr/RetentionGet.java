package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

/**
 * How long a file is protected, {@code retention_get4} (RFC 8881 section 5.13).
 *
 * @param duration seconds; all ones means forever
 * @param beginTime when protection began, null if it has not
 */
public record RetentionGet(long duration, @Nullable NfsTime beginTime) {
    /** Reads one. */
    public static RetentionGet decode(XdrReader in) throws XdrException {
        return new RetentionGet(in.readLong(), in.readOptional(NfsTime::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(duration);
        out.writeOptional(beginTime, NfsTime::encode);
    }
}
