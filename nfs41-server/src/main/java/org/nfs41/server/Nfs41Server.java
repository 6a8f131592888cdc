package org.nfs41.server;

import org.nfs41.ops.fs.Export;
import org.nfs41.rpc.RpcMetrics;
import org.nfs41.rpc.RpcServer;
import org.nfs41.state.callback.ClientCalls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A running NFSv4.1 server. Safe for use by several threads. */
public final class Nfs41Server implements AutoCloseable {
    private final NfsService service;
    private final RpcServer rpc;
    private final LeaseKeeper leases;
    private final Workers workers;

    private Nfs41Server(ServerConfig config) throws IOException {
        service = new NfsService(config);
        workers = new Workers();
        rpc =
                RpcServer.builder()
                        .program(config.hooks().program(new NfsProgram(service, workers)))
                        .bind(new InetSocketAddress(config.address(), config.port()))
                        .loops(config.loops())
                        .limits(config.rpcLimits())
                        .start();
        leases = new LeaseKeeper(service::endLapsedClients, config.lease());
    }

    /**
     * Starts a server; it serves when this returns.
     *
     * @throws IOException if the address cannot be listened on; nothing is left behind then
     */
    public static Nfs41Server start(ServerConfig config) throws IOException {
        return new Nfs41Server(config);
    }

    /** Where it listens; holds the port that was chosen when the configuration left it open. */
    public InetSocketAddress address() {
        return rpc.address();
    }

    /** The port of {@link #address}. */
    public int port() {
        return address().getPort();
    }

    /** What clients can mount, in the order of the configuration. */
    public List<String> exportPaths() {
        return service.exports().stream().map(Export::path).toList();
    }

    /** Exports other file systems, or the same to others: {@link NfsService#exports(List)}. */
    public void exports(List<Export> exports) {
        service.exports(exports);
    }

    /** What it holds for its clients now. */
    public ServerState state() {
        return service.state();
    }

    /** What the replies take now that are kept for retries, in bytes. */
    public long replyBytes() {
        return service.replyBytes();
    }

    /** Takes all that a client holds from it, as {@link NfsService#revokeState} does. */
    public int revokeState(long clientId) {
        return service.revokeState(clientId);
    }

    /** What calls its clients. */
    public ClientCalls calls() {
        return service.calls();
    }

    /** What has come and gone over its connections since the start. */
    public RpcMetrics metrics() {
        return rpc.metrics();
    }

    /**
     * Stops in order: takes no more requests, sends the replies of those in progress, ends the
     * connections.
     *
     * @param patience how long that may take; what is not done by then is cut off
     * @return whether everything was done in time
     */
    public boolean close(Duration patience) {
        leases.close();
        boolean allDone = rpc.close(patience);
        workers.close();
        service.close();
        return allDone;
    }

    /** Stops at once. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
