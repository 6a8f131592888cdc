package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.RpcConnection;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** What a connection is known by and what its program keeps with it, whatever goes on on it. */
abstract class NamedConnection implements RpcConnection {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final SocketAddress remote;
    private volatile @Nullable Object attachment;

    NamedConnection(SocketAddress remote) {
        this.remote = remote;
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public final @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public final void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public final String toString() {
        return "connection " + id + " with " + remote;
    }
}
