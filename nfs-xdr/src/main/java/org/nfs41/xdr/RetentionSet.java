package org.nfs41.xdr;

import java.util.OptionalLong;

/**
 * A request to protect a file, {@code retention_set4} (RFC 8881 section 5.13).
 *
 * @param enable whether protection begins now
 * @param duration seconds, absent for the default; all ones means forever
 */
public record RetentionSet(boolean enable, OptionalLong duration) {
    /** Reads one. */
    public static RetentionSet decode(XdrReader in) throws XdrException {
        return new RetentionSet(in.readBoolean(), in.readOptionalLong());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeBoolean(enable);
        out.writeOptional(duration);
    }
}
