/**
 * What a check is: a JUnit Jupiter method with {@link org.nfs41.conformance.check.Check}, given a
 * {@link org.nfs41.conformance.check.CheckContext}.
 */
@NullMarked
package org.nfs41.conformance.check;

import org.jspecify.annotations.NullMarked;
