/**
 * A deterministic simulation of clients that hold delegations, and of the server's calls to them
 * (RFC 8881 sections 2.10.3.1, 2.10.6, 10.2 and 10.4). Real are the interpreter, all operations,
 * the tables and the machine that calls clients; simulated are time, network, files and clients.
 */
@NullMarked
package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.NullMarked;
