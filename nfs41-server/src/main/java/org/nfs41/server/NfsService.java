package org.nfs41.server;

import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.MinorVersions;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.Delegations;
import org.nfs41.ops.file.FileOperations;
import org.nfs41.ops.file.FileSettings;
import org.nfs41.ops.file.LockNotices;
import org.nfs41.ops.file.OpenFiles;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.session.SessionOperations;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.server.callback.ClientCaller;
import org.nfs41.server.callback.RpcCallSender;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.GracePeriod;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Remembered;
import org.nfs41.state.ReplyMemory;
import org.nfs41.state.SlotRecall;
import org.nfs41.state.StableRecord;
import org.nfs41.state.StableStorage;
import org.nfs41.state.callback.CallTerms;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.open.LockLimits;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.state.open.StateIdSource;
import org.nfs41.state.open.StateTables;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server without its sockets: state, operations and exports wired together. For those who bring
 * COMPOUNDs by other means than {@link Nfs41Server} does. Safe for use by several threads.
 */
public final class NfsService {
    private static final Logger LOG = LoggerFactory.getLogger(NfsService.class);

    /** Of each round, so that a round is short; rounds come at least once a second. */
    private static final int MOST_VICTIMS = 1024;

    /**
     * Clients whose lease has lapsed give way when less than this part of the memory for replies is
     * left: later than sessions have to do with fewer slots, but before they have to wait.
     */
    private static final int REPLY_HEADROOM = 4;

    private final StableStorage storage;
    private final GracePeriod grace;
    private final ClientTable clients;
    private final RpcCallSender sender;
    private final ClientCaller caller;
    private final ClientCalls calls;
    private final ExportTable exports;
    private final OpenFiles opens;
    private final Delegations delegations;
    private final LockNotices lockNotices;
    private final CompoundProcessor processor;

    /** What runs short now and then: clients whose lease has lapsed end until it does no more. */
    private final List<BooleanSupplier> shortages;

    /** A service as configured; what concerns sockets plays no part. */
    public NfsService(ServerConfig config) {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        storage = config.storage();
        Remembered before = Incarnation.begin(storage, now);
        grace = gracePeriod(before, config.lease().toNanos());
        exports = new ExportTable(config.exports(), timeOf(now), before.handleKey());
        StateTables<FileRef> tables =
                new StateTables<>(
                        new StateIdSource(random.nextLong(), random.nextLong()),
                        OpenLimits.DEFAULT,
                        LockLimits.DEFAULT,
                        config.delegationLimits(),
                        FileRef::object);
        WantTable<FileRef> wants = new WantTable<>();
        opens = new OpenFiles(tables, grace);
        clients =
                new ClientTable(
                        Incarnation.identity(before, config.implementation()),
                        config.channelLimits(),
                        config.tableLimits(),
                        new LeaseTerms(config.lease().toNanos(), config.courtesy().toNanos()),
                        random::nextLong,
                        ClientState.of(opens, wants),
                        grace);
        sender = new RpcCallSender(config.lease());
        caller =
                new ClientCaller(
                        clients,
                        CallTerms.ofLease(config.lease().toNanos()),
                        config.hooks().sender(sender));
        calls = config.hooks().calls(caller);
        delegations =
                new Delegations(
                        tables,
                        wants,
                        opens,
                        exports,
                        calls,
                        config.delegations(),
                        config.lease().toNanos());
        lockNotices = new LockNotices(tables.locks(), exports, calls);
        opens.tellWaiters(lockNotices);
        CompoundInterpreter interpreter =
                new CompoundInterpreter(
                        handlers(config, before.bootEpoch()), clients, NfsService::fault);
        processor =
                config.hooks()
                        .compound(
                                new MinorVersions(
                                        Map.of(CompoundInterpreter.MINOR_VERSION, interpreter)));
        shortages = List.of(opens::isNearlyFull, this::keepsManyReplies);
    }

    private GracePeriod gracePeriod(Remembered before, long leaseNanos) {
        // Clients know of the lease that they were told, and come back within that.
        long longest = Math.max(leaseNanos, before.leaseNanos());
        storage.append(
                new StableRecord.Lease(before.mayReclaim().isEmpty() ? leaseNanos : longest));
        if (!before.mayReclaim().isEmpty()) {
            LOG.info(
                    "{} clients may reclaim what they held; nobody gets anything new until they"
                            + " have, for at most {} s or, while one reclaims, twice that",
                    before.mayReclaim().size(),
                    TimeUnit.NANOSECONDS.toSeconds(longest));
        }
        return new GracePeriod(storage, before.mayReclaim(), longest);
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

    /**
     * What answers COMPOUNDs. Its replies may tell of what is not stored yet: whoever sends them
     * does so {@link #whenStored}.
     */
    public CompoundProcessor processor() {
        return processor;
    }

    /** Tells which COMPOUNDs may have to wait for storage. */
    BlockingCompounds blockingCompounds() {
        return new BlockingCompounds(exports, delegations::mayBeWritten);
    }

    /** What it holds for its clients now. */
    public ServerState state() {
        return new ServerState(
                clients.confirmedClients() + clients.unconfirmedClients(),
                clients.sessions(),
                opens.count(),
                delegations.count());
    }

    /** What the replies take now that are kept for retries, in bytes. */
    public long replyBytes() {
        return clients.replyMemory().usedBytes();
    }

    /**
     * Whether everything is stored that a reply may tell of, so that it can be sent now. Always so
     * without stable storage, and nearly always with it.
     */
    public boolean isStored() {
        return storage.isStored();
    }

    /**
     * Runs an action when all is stored that has been appended to the stable storage so far: as
     * {@link StableStorage#whenStored} says.
     */
    public void whenStored(Runnable action) {
        storage.whenStored(action);
    }

    /** Whether clients are still to reclaim what they held before a restart. */
    public boolean inGrace() {
        return !grace.isOver();
    }

    /** What calls clients. */
    public ClientCalls calls() {
        return calls;
    }

    /** A connection that COMPOUNDs come on, so that its client can be called on it. */
    void connectionOpened(RpcConnection connection) {
        sender.opened(connection);
    }

    /** Nobody can be called on the connection any more. */
    void connectionLost(long connectionId) {
        sender.closed(connectionId);
    }

    /** Calls no clients any more. */
    void close() {
        caller.close();
    }

    /** To be called once for each connection that COMPOUNDs came on, when nothing more will. */
    public void connectionClosed(long connectionId) {
        clients.connectionClosed(connectionId);
    }

    /**
     * Ends the clients that have been silent for longer than lease and courtesy together, and, as
     * long as something runs short, those whose lease has lapsed, the longest silent one first;
     * ends the grace period when its time is up; takes delegations that were not returned in time,
     * has holders called again that have not heard, and those told who wait for locks that became
     * free. To be called some times in each lease.
     *
     * @param now in the same monotonic nanoseconds as each COMPOUND's time
     * @return the client ids that have ended because their time was up
     */
    public List<Long> endLapsedClients(long now) {
        grace.tick(now);
        delegations.tick(now);
        List<Long> ended = clients.leases().expire(now);
        for (BooleanSupplier shortage : shortages) {
            int victims = 0;
            // What a client held is free when it is stored that it has ended: until then it is not
            // known whether others must end as well.
            while (victims < MOST_VICTIMS
                    && storage.isStored()
                    && shortage.getAsBoolean()
                    && clients.leases().endLongestLapsed(now)) {
                victims++;
            }
            if (victims > 0) {
                LOG.info("{} clients whose lease had lapsed ended to make room", victims);
            }
        }
        // after all that may have freed locks
        lockNotices.tick(now);
        recallSlots(now);
        return ended;
    }

    /** Who does not hear of it, or does not care, is told by the reply to his next request. */
    private void recallSlots(long now) {
        for (SlotRecall recall : clients.slotsToRecall(now)) {
            calls.callIn(
                    recall.sessionId(),
                    recall.clientId(),
                    new CbRecallSlotArgs(recall.target()),
                    outcome -> {});
        }
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

    private Map<Operation, OperationHandler> handlers(ServerConfig config, int bootEpoch) {
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        FileOperations.register(
                handlers::put,
                exports,
                opens,
                delegations,
                FileSettings.withLease((int) config.lease().toSeconds())
                        .withOwnerNames(config.ownerNames())
                        .withInstance(bootEpoch),
                grace);
        handlers.replaceAll(config.hooks()::operation);
        return handlers;
    }

    private static NfsTime timeOf(Instant instant) {
        return new NfsTime(instant.getEpochSecond(), instant.getNano());
    }

    private static void fault(Operation operation, RuntimeException cause) {
        LOG.error("{} failed unexpectedly; its client got NFS4ERR_SERVERFAULT", operation, cause);
    }
}
