/**
 * Byte-range locks of one file (RFC 8881 chapter 9): ranges and who holds them, with the semantics
 * of POSIX. State ids, opens and clients are not known here.
 */
@NullMarked
package org.nfs41.state.lock;

import org.jspecify.annotations.NullMarked;
