package org.nfs41.ops.fs;

import org.nfs41.xdr.StableHow;

/**
 * The answer to a write.
 *
 * @param count how many bytes were written: at least 1 unless none were given, and fewer than asked
 *     for if the space ended there
 * @param committed how safely they are stored: at least as asked for
 * @param verifier a number that is another one whenever uncommitted data may have been lost since,
 *     by a restart above all (RFC 8881 section 18.32.3)
 */
public record WriteResult(int count, StableHow committed, long verifier) {}
