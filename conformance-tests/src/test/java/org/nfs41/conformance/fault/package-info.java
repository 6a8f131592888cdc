/** Faults that are planted into the embedded server to see that a check catches each of them. */
@NullMarked
package org.nfs41.conformance.fault;

import org.jspecify.annotations.NullMarked;
