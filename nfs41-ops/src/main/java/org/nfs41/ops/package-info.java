/**
 * NFSv4.1 operations: the COMPOUND interpreter (RFC 8881 section 16.2) and what it calls, without
 * sockets and without RPC.
 */
@NullMarked
package org.nfs41.ops;

import org.jspecify.annotations.NullMarked;
