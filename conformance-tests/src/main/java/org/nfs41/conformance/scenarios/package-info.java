/**
 * The scenarios: checks in which Linux kernels mount the server and programs use what is mounted.
 * Each is a method with {@link org.nfs41.conformance.check.Check} that works with {@link
 * org.nfs41.conformance.check.Machines}.
 */
@NullMarked
package org.nfs41.conformance.scenarios;

import org.jspecify.annotations.NullMarked;
