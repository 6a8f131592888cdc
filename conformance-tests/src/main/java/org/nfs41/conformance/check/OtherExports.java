package org.nfs41.conformance.check;

import org.jspecify.annotations.Nullable;

/**
 * What the server under test exports beside the directory that checks work in.
 *
 * @param readOnly the path of an export that is read-only for the user of the checks, with a
 *     regular file in it; null when none is named
 * @param small the path of an export that checks may fill; null when none is named
 */
public record OtherExports(@Nullable String readOnly, @Nullable String small) {
    /** None is named. */
    public static final OtherExports NONE = new OtherExports(null, null);
}
