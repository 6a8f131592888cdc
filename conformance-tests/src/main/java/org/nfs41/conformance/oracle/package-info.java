/** Rules that hold for every reply, looked at under every check. */
@NullMarked
package org.nfs41.conformance.oracle;

import org.jspecify.annotations.NullMarked;
