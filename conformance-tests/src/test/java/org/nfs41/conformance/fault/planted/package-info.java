/** The faults, one class each. A class here is found by itself. */
@NullMarked
package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.NullMarked;
