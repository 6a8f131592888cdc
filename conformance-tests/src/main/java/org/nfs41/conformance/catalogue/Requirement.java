package org.nfs41.conformance.catalogue;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.Level;

/**
 * One normative statement of RFC 8881.
 *
 * @param id section and number, such as {@code 18.46.3-R13}
 * @param level its strongest key word
 * @param section the section's number
 * @param paraphrase what it asks, in our own words; empty until a check names it or it is known
 *     that none can
 * @param unchecked why no check can show that a server keeps to it, null when one can
 */
public record Requirement(
        String id, Level level, String section, String paraphrase, @Nullable Unchecked unchecked) {}
