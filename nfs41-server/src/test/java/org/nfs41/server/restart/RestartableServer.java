package org.nfs41.server.restart;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.server.NfsService;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.Principal;
import org.nfs41.state.StableStorage;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A server that dies and comes back while its files live on, with a clock that tests move. */
final class RestartableServer implements Wire {
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final int HEADER_BYTES = 24;
    private static final Caller CALLER =
            new Caller(Principal.sys(0), new Credentials(0, 0, new int[0]), 1);

    private final Supplier<FileSystem> files;
    private final TableLimits limits;
    private final ServerHooks hooks;
    private final String path;
    private StableStorage storage;
    NfsService service;
    long now = 1_000;

    RestartableServer(StableStorage storage) {
        this(storage, TableLimits.DEFAULT);
    }

    RestartableServer(StableStorage storage, TableLimits limits) {
        this(storage, limits, ServerHooks.NONE);
    }

    RestartableServer(StableStorage storage, TableLimits limits, ServerHooks hooks) {
        this(storage, limits, hooks, "/", memory());
    }

    /** One that exports its files at this path. */
    RestartableServer(StableStorage storage, String path) {
        this(storage, TableLimits.DEFAULT, ServerHooks.NONE, path, memory());
    }

    /** One that asks for its files anew each time that it is started. */
    RestartableServer(StableStorage storage, Supplier<FileSystem> files) {
        this(storage, TableLimits.DEFAULT, ServerHooks.NONE, "/", files);
    }

    private static Supplier<FileSystem> memory() {
        FileSystem files = new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20));
        return () -> files;
    }

    private RestartableServer(
            StableStorage storage,
            TableLimits limits,
            ServerHooks hooks,
            String path,
            Supplier<FileSystem> files) {
        this.path = path;
        this.files = files;
        this.storage = storage;
        this.limits = limits;
        this.hooks = hooks;
        service = start();
    }

    private NfsService start() {
        NfsService started =
                new NfsService(
                        ServerConfig.builder()
                                .export(path, files.get())
                                .lease(LEASE)
                                .storage(storage)
                                .tableLimits(limits)
                                .hooks(hooks)
                                .build());
        started.endLapsedClients(now);
        return started;
    }

    void restart() {
        service = start();
    }

    /** The same with what another object finds in the storage. */
    void restart(StableStorage found) {
        storage = found;
        restart();
    }

    @Override
    public byte[] execute(byte[] compound) {
        try {
            XdrWriter out = new XdrWriter();
            for (int i = 0; i < HEADER_BYTES; i += Integer.BYTES) {
                out.writeInt(0);
            }
            CompoundContext cx =
                    new CompoundContext()
                            .begin(CALLER, now, HEADER_BYTES + compound.length, HEADER_BYTES);
            service.processor().execute(cx, new XdrReader(compound), out);
            CountDownLatch stored = new CountDownLatch(1);
            service.whenStored(stored::countDown);
            stored.await();
            return out.toByteArray(HEADER_BYTES);
        } catch (XdrException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void pass(Duration time) {
        now += time.toNanos();
        service.endLapsedClients(now);
    }
}
