/** JMH benchmarks and the load generator. */
@NullMarked
package org.nfs41.benchmarks;

import org.jspecify.annotations.NullMarked;
