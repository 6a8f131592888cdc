/**
 * The load generator: drives any NFSv4.1 server over TCP, checks every reply, and compares servers
 * in interleaved rounds.
 */
@NullMarked
package org.nfs41.benchmarks.load;

import org.jspecify.annotations.NullMarked;
