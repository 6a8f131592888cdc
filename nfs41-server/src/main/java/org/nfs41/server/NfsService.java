package org.nfs41.server;

import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.MinorVersions;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.FileOperations;
import org.nfs41.ops.file.FileSettings;
import org.nfs41.ops.file.OpenFiles;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.session.SessionOperations;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Grace;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.ReplyMemory;
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
import java.util.function.BooleanSupplier;

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

    /** Of each round, so that a round is short; rounds come at least once a second. */
    private static final int MOST_VICTIMS = 1024;

    /**
     * Clients whose lease has lapsed give way when less than this part of the memory for replies is
     * left: later than sessions have to do with fewer slots, but before they have to wait.
     */
    private static final int REPLY_HEADROOM = 4;

    private final ClientTable clients;
    private final ExportTable exports;
    private final OpenFiles opens;
    private final CompoundProcessor processor;

    /** What runs short now and then: clients whose lease has lapsed end until it does no more. */
    private final List<BooleanSupplier> shortages;

    /** A service as configured; what concerns sockets plays no part. */
    public NfsService(ServerConfig config) {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        exports = new ExportTable(config.exports(), timeOf(now));
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
                        new LeaseTerms(config.lease().toNanos(), config.courtesy().toNanos()),
                        random::nextLong,
                        opens);
        CompoundInterpreter interpreter =
                new CompoundInterpreter(handlers(config), clients, NfsService::fault);
        processor =
                config.hooks()
                        .compound(
                                new MinorVersions(
                                        Map.of(CompoundInterpreter.MINOR_VERSION, interpreter)));
        shortages = List.of(opens::isNearlyFull, this::keepsManyReplies);
    }

    /**
     * Exports other file systems, or the same to others, from the next request on. Clients keep
     * their sessions, and what they have open of what stays exported.
     *
     * @throws IllegalArgumentException if the exports do not go together; nothing has changed then
     */
    public void exports(List<Export> exports) {
        if (exports.isEmpty()) {
            throw new IllegalArgumentException("nothing is exported");
        }
        this.exports.replace(exports, timeOf(Instant.now()));
    }

    /** What is exported. */
    public List<Export> exports() {
        return exports.exports();
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
     * Ends the clients that have been silent for longer than lease and courtesy together, and, as
     * long as something runs short, those whose lease has lapsed, the longest silent one first. To
     * be called some times in each lease.
     *
     * @param now in the same monotonic nanoseconds as each COMPOUND's time
     * @return the client ids that have ended because their time was up
     */
    public List<Long> endLapsedClients(long now) {
        List<Long> ended = clients.expire(now);
        for (BooleanSupplier shortage : shortages) {
            int victims = 0;
            while (victims < MOST_VICTIMS
                    && shortage.getAsBoolean()
                    && clients.endLongestLapsed(now)) {
                victims++;
            }
            if (victims > 0) {
                LOG.info("{} clients whose lease had lapsed ended to make room", victims);
            }
        }
        return ended;
    }

    private boolean keepsManyReplies() {
        ReplyMemory memory = clients.replyMemory();
        return memory.usedBytes() > memory.budgetBytes() - memory.budgetBytes() / REPLY_HEADROOM;
    }

    /**
     * Takes all that a client holds from it by an administrator's wish. Client id and sessions
     * stay; SEQUENCE tells the client by {@code SEQ4_STATUS_ADMIN_STATE_REVOKED}, and each use of a
     * state id by {@code NFS4ERR_ADMIN_REVOKED}, until it has freed them (RFC 8881 section 8.5).
     *
     * @return how many state ids have been revoked; 0 if there is no such client
     */
    public int revokeState(long clientId) {
        int revoked = opens.revoke(clientId);
        LOG.info("client {}: {} state ids revoked", Long.toHexString(clientId), revoked);
        return revoked;
    }

    private Map<Operation, OperationHandler> handlers(ServerConfig config) {
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        FileOperations.register(
                handlers::put,
                exports,
                opens,
                FileSettings.withLease((int) config.lease().toSeconds())
                        .withOwnerNames(config.ownerNames()),
                Grace.NONE);
        handlers.replaceAll(config.hooks()::operation);
        return handlers;
    }

    private static NfsTime timeOf(Instant instant) {
        return new NfsTime(instant.getEpochSecond(), instant.getNano());
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
