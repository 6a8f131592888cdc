package org.nfs41.server;

import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.FileOperations;
import org.nfs41.ops.file.FileSettings;
import org.nfs41.ops.file.OpenFiles;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.session.SessionOperations;
import org.nfs41.rpc.RpcMetrics;
import org.nfs41.rpc.RpcServer;
import org.nfs41.state.ClientTable;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.state.open.OpenTable;
import org.nfs41.state.open.StateIdSource;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A running NFSv4.1 server. Safe for use by several threads. */
public final class Nfs41Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nfs41Server.class);

    /**
     * Names that no other server has: 128 random bits, as there is nothing lasting to name it by.
     */
    private static final int NAME_BYTES = 16;

    private final RpcServer rpc;
    private final LeaseKeeper leases;
    private final ClientTable clients;
    private final OpenFiles opens;
    private final List<String> exportPaths;

    private Nfs41Server(ServerConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        ExportTable exports =
                new ExportTable(config.exports(), new NfsTime(now.getEpochSecond(), now.getNano()));
        exportPaths = config.exports().stream().map(Export::path).toList();
        opens =
                new OpenFiles(
                        new OpenTable<>(
                                new StateIdSource(random.nextLong(), random.nextLong()),
                                OpenLimits.DEFAULT));
        clients =
                new ClientTable(
                        identity(random, now),
                        config.channelLimits(),
                        config.tableLimits(),
                        config.lease().toNanos(),
                        random::nextLong,
                        opens);
        CompoundProcessor processor =
                config.hooks()
                        .compound(
                                new CompoundInterpreter(
                                        handlers(config, exports), clients, Nfs41Server::fault));
        rpc =
                RpcServer.builder()
                        .program(
                                config.hooks()
                                        .program(
                                                new NfsProgram(
                                                        processor, clients::connectionClosed)))
                        .bind(new InetSocketAddress(config.address(), config.port()))
                        .loops(config.loops())
                        .limits(config.rpcLimits())
                        .start();
        leases = new LeaseKeeper(clients, config.lease());
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
        return exportPaths;
    }

    /** What it holds for its clients now. */
    public ServerState state() {
        return new ServerState(
                clients.confirmedClients() + clients.unconfirmedClients(),
                clients.sessions(),
                opens.count());
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
        return rpc.close(patience);
    }

    /** Stops at once. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private Map<Operation, OperationHandler> handlers(ServerConfig config, ExportTable exports) {
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        FileOperations.register(
                handlers::put,
                exports,
                opens,
                FileSettings.withLease((int) config.lease().toSeconds()));
        handlers.replaceAll(config.hooks()::operation);
        return handlers;
    }

    private static ServerIdentity identity(SecureRandom random, Instant now) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        Opaque unique = Opaque.utf8("nfs41-" + HexFormat.of().formatHex(name));
        return new ServerIdentity(
                (int) now.getEpochSecond(),
                new ServerOwner(0, unique),
                unique,
                new NfsImplId(
                        Opaque.utf8("nfs41.org"),
                        Opaque.utf8("nfs41 " + Version.TEXT),
                        new NfsTime(0, 0)));
    }

    private static void fault(Operation operation, RuntimeException cause) {
        LOG.error("{} failed unexpectedly; its client got NFS4ERR_SERVERFAULT", operation, cause);
    }
}
