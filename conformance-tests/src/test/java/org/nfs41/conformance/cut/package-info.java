/** Connections that are cut at random bytes, and what is left of exactly-once semantics then. */
@NullMarked
package org.nfs41.conformance.cut;

import org.jspecify.annotations.NullMarked;
