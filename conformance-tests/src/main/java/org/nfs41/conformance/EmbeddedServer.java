package org.nfs41.conformance;

import org.nfs41.conformance.check.ControlException;
import org.nfs41.conformance.check.OtherExports;
import org.nfs41.conformance.check.ServerControl;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.ops.fs.AddressRange;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportAccess;
import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.ExportRule;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.Squash;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.MemoryStorage;
import org.nfs41.state.StableStorage;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The project's own server, in memory, for a run that names no other. Files and what the server
 * writes down for its next start last as long as this object, so that it can be restarted.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final String EXPORT = "/export";
    private static final String READ_ONLY_EXPORT = "/read-only";
    private static final String SMALL_EXPORT = "/small";

    /** The exports beside the one to work in. */
    public static final OtherExports OTHER_EXPORTS =
            new OtherExports(READ_ONLY_EXPORT, SMALL_EXPORT);

    /** So small that it is soon full, and that few links are the most an object can have. */
    private static final long SMALL_BYTES = 4 << 20;

    private static final int FEW_LINKS = 100;

    private static final int HANDLE_KEY_BYTES = 16;

    /** So little that a check can use it up, and far more than all other checks need at a time. */
    private static final long REPLY_BYTES = 32 << 20;

    /** The same of delegations. */
    private static final int DELEGATIONS = 256;

    /** How long requests in progress have to end when the server ends in order. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Short, so that checks which wait for a lease to lapse are quick. */
    public static final Duration LEASE = Duration.ofSeconds(3);

    private final FileSystem files = new MemoryFileSystem(MemoryOptions.defaults());
    private final FileSystem readOnly = withOneFile();
    private final FileSystem small =
            new MemoryFileSystem(MemoryOptions.ofCapacity(SMALL_BYTES).withMaxLinks(FEW_LINKS));
    private final ServerHooks hooks;
    private final StableStorage storage;
    private final Duration lease;
    private Nfs41Server server;

    private EmbeddedServer(Duration lease, ServerHooks hooks, UnaryOperator<StableStorage> storage)
            throws IOException {
        this.lease = lease;
        Opaque name = Opaque.utf8("nfs41-check-" + UUID.randomUUID());
        Opaque key = Opaque.of(new byte[HANDLE_KEY_BYTES]);
        this.hooks = hooks;
        this.storage = storage.apply(new MemoryStorage(name, key));
        server = Nfs41Server.start(config(0));
    }

    private ServerConfig config(int port) {
        return ServerConfig.builder()
                .port(port)
                .export(EXPORT, files)
                .export(Export.of(READ_ONLY_EXPORT, readOnly, readOnlyForAll()))
                .export(SMALL_EXPORT, small)
                .lease(lease)
                .replyBytes(REPLY_BYTES)
                .delegationLimits(DelegationLimits.ofAll(DELEGATIONS))
                .storage(storage)
                .hooks(hooks)
                .build();
    }

    private static ExportPolicy readOnlyForAll() {
        return new ExportPolicy(
                List.of(
                        new ExportRule(
                                AddressRange.ALL,
                                ExportAccess.READ_ONLY,
                                Squash.NONE,
                                Credentials.NOBODY)));
    }

    private static FileSystem withOneFile() {
        FileSystem made = new MemoryFileSystem(MemoryOptions.ofCapacity(SMALL_BYTES));
        NfsStatus status =
                made.createFile(
                                Credentials.SUPERUSER,
                                made.root(),
                                Opaque.utf8("file"),
                                AttributeChanges.NONE,
                                new CreateMode.Guarded())
                        .status();
        if (!status.isOk()) {
            throw new IllegalStateException("an empty file system has no room: " + status);
        }
        return made;
    }

    /** Starts it on a free port of the loopback interface. */
    public static EmbeddedServer start() throws IOException {
        return start(ServerHooks.NONE);
    }

    /** Starts it with another lease than {@link #LEASE}. */
    public static EmbeddedServer start(Duration lease) throws IOException {
        return new EmbeddedServer(lease, ServerHooks.NONE, UnaryOperator.identity());
    }

    /** Starts it with something between its parts, for example a fault. */
    public static EmbeddedServer start(ServerHooks hooks) throws IOException {
        return start(hooks, UnaryOperator.identity());
    }

    /**
     * Starts it with something between its parts.
     *
     * @param storage returns what it gets, which keeps what outlives a restart, or something around
     *     it
     */
    public static EmbeddedServer start(ServerHooks hooks, UnaryOperator<StableStorage> storage)
            throws IOException {
        return new EmbeddedServer(LEASE, hooks, storage);
    }

    /** Where it listens, also after a restart. */
    public synchronized ServerAddress address() {
        return new ServerAddress(
                server.address().getAddress().getHostAddress(), server.port(), EXPORT);
    }

    /** Restarts it within this process. */
    public ServerControl control() {
        return verb -> {
            try {
                switch (verb) {
                    case RESTART -> restart(PATIENCE);
                    case KILL -> restart(Duration.ZERO);
                    case STATUS -> {}
                }
            } catch (IOException e) {
                throw new ControlException("the server cannot be started again: " + e);
            }
            return "";
        };
    }

    private synchronized void restart(Duration patience) throws IOException {
        int port = server.port();
        server.close(patience);
        server = Nfs41Server.start(config(port));
    }

    @Override
    public synchronized void close() {
        server.close();
    }
}
