/** Finding, selecting and running checks, and reporting what they found. */
@NullMarked
package org.nfs41.conformance.run;

import org.jspecify.annotations.NullMarked;
