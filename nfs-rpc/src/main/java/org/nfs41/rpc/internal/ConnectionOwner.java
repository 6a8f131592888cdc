package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcProgram;

/** The server or client that a connection belongs to. Safe for use by several threads. */
interface ConnectionOwner {
    RpcProgram[] programs();

    RpcLimits limits();

    Counters counters();

    PeerLog peerLog();

    /** The connection has sent all it had to while {@linkplain TcpConnection#drain draining}. */
    default void drained(TcpConnection connection) {}

    /** The connection has ended. */
    void ended(TcpConnection connection);
}
