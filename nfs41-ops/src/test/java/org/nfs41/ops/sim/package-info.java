/**
 * A deterministic simulation of clients, network and server: the proof of exactly-once semantics
 * (RFC 8881 section 2.10.6). One seed makes one run, on one thread, in virtual time.
 */
@NullMarked
package org.nfs41.ops.sim;

import org.jspecify.annotations.NullMarked;
