/** ONC RPC version 2 (RFC 5531) over TCP, as client and as server. */
@NullMarked
package org.nfs41.rpc;

import org.jspecify.annotations.NullMarked;
