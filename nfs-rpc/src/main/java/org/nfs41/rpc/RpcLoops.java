package org.nfs41.rpc;

import org.nfs41.rpc.internal.LoopGroup;

/**
 * Event loops that several clients share. They end when they are closed, and with them every
 * connection on them. Safe for use by several threads.
 */
public final class RpcLoops implements AutoCloseable {
    private final LoopGroup group;

    private RpcLoops(LoopGroup group) {
        this.group = group;
    }

    /** Starts {@code count} loops, at least one, whose threads' names begin with {@code name}. */
    public static RpcLoops start(int count, String name) {
        return new RpcLoops(LoopGroup.start(count, name));
    }

    /** The group under this, for this module alone. */
    LoopGroup group() {
        return group;
    }

    @Override
    public void close() {
        group.close();
    }
}
