/**
 * The checks, one class for each area of rules. A class here is found by itself; its methods with
 * {@link org.nfs41.conformance.check.Check} are the checks.
 */
@NullMarked
package org.nfs41.conformance.checks;

import org.jspecify.annotations.NullMarked;
