package org.nfs41.server;

import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.FileOperations;
import org.nfs41.ops.file.FileSettings;
import org.nfs41.ops.file.OpenFiles;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.session.SessionOperations;
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

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A server without its sockets: state, operations and exports wired together. For those who bring
 * COMPOUNDs by other means than {@link Nfs41Server} does. Safe for use by several threads.
 */
public final class NfsService {
    private static final Logger LOG = LoggerFactory.getLogger(NfsService.class);

    /**
     * Names that no other server has: 128 random bits, as there is nothing lasting to name it by.
     */
    private static final int NAME_BYTES = 16;

    private final ClientTable clients;
    private final OpenFiles opens;
    private final CompoundProcessor processor;

    /** A service as configured; what concerns sockets plays no part. */
    public NfsService(ServerConfig config) {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        ExportTable exports =
                new ExportTable(config.exports(), new NfsTime(now.getEpochSecond(), now.getNano()));
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
        CompoundInterpreter interpreter =
                new CompoundInterpreter(handlers(config, exports), clients, NfsService::fault);
        processor = config.hooks().compound(interpreter);
    }

    /** What answers COMPOUNDs. */
    public CompoundProcessor processor() {
        return processor;
    }

    /** What it holds for its clients now. */
    public ServerState state() {
        return new ServerState(
                clients.confirmedClients() + clients.unconfirmedClients(),
                clients.sessions(),
                opens.count());
    }

    /** What the replies take now that are kept for retries, in bytes. */
    public long replyBytes() {
        return clients.replyMemory().usedBytes();
    }

    /** To be called once for each connection that COMPOUNDs came on, when nothing more will. */
    public void connectionClosed(long connectionId) {
        clients.connectionClosed(connectionId);
    }

    /**
     * Ends the clients whose lease has lapsed; to be called some times in each lease.
     *
     * @param now in the same monotonic nanoseconds as each COMPOUND's time
     * @return the client ids that have ended
     */
    public List<Long> endLapsedClients(long now) {
        return clients.expire(now);
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
