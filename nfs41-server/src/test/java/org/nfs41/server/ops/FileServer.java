package org.nfs41.server.ops;

import org.nfs41.ops.CompoundInterpreter;
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
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Grace;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.TableLimits;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.open.LockLimits;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.state.open.StateIdSource;
import org.nfs41.state.open.StateTables;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** All of a server but its sockets: two memory file systems, at /a and /b. */
final class FileServer {
    static final int LEASE_SECONDS = 90;
    private static final long NANOS = 1_000_000_000L;

    /** The time of requests. */
    long now;

    final AtomicLong random = new AtomicLong(1);
    final List<Throwable> faults = new ArrayList<>();
    final OpenFiles opens;
    final Delegations delegations;
    final LockNotices lockNotices;
    final ClientState state;

    /** Clients that can be called are those that a test says can be. */
    final FakeCalls calls = new FakeCalls();

    final FailingFileSystem failing = new FailingFileSystem();
    final MemoryFileSystem a = new MemoryFileSystem(MemoryOptions.ofCapacity(64 << 20));
    final MemoryFileSystem b = new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20));
    final ExportTable exports =
            new ExportTable(
                    List.of(Export.of("/a", failing.over(a)), Export.of("/b", b)),
                    new NfsTime(1_000, 0));
    final ClientTable clients;
    final CompoundInterpreter interpreter;

    FileServer() {
        this(OpenLimits.DEFAULT);
    }

    FileServer(OpenLimits limits) {
        this(limits, TableLimits.DEFAULT, LeaseTerms.strict(LEASE_SECONDS * NANOS));
    }

    FileServer(DelegationLimits limits) {
        this(
                OpenLimits.DEFAULT,
                limits,
                TableLimits.DEFAULT,
                LeaseTerms.strict(LEASE_SECONDS * NANOS));
    }

    FileServer(OpenLimits limits, TableLimits tableLimits, LeaseTerms terms) {
        this(limits, DelegationLimits.DEFAULT, tableLimits, terms);
    }

    private FileServer(
            OpenLimits limits,
            DelegationLimits delegationLimits,
            TableLimits tableLimits,
            LeaseTerms terms) {
        StateTables<FileRef> tables =
                new StateTables<>(
                        new StateIdSource(5, 6),
                        limits,
                        LockLimits.DEFAULT,
                        delegationLimits,
                        FileRef::object);
        WantTable<FileRef> wants = new WantTable<>();
        opens = new OpenFiles(tables, Grace.NONE);
        delegations =
                new Delegations(
                        tables,
                        wants,
                        opens,
                        exports,
                        calls,
                        DelegationPolicy.EAGER,
                        LEASE_SECONDS * NANOS);
        lockNotices = new LockNotices(tables.locks(), exports, calls);
        opens.tellWaiters(lockNotices);
        state = ClientState.of(opens, wants);
        clients =
                new ClientTable(
                        new ServerIdentity(
                                1,
                                new ServerOwner(0, Opaque.utf8("owner")),
                                Opaque.utf8("scope"),
                                null),
                        ChannelLimits.DEFAULT,
                        tableLimits,
                        terms,
                        () -> random.addAndGet(0x9E3779B97F4A7C15L),
                        state);
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        FileOperations.register(
                handlers::put,
                exports,
                opens,
                delegations,
                FileSettings.withLease(LEASE_SECONDS),
                Grace.NONE);
        interpreter =
                new CompoundInterpreter(handlers, clients, (operation, cause) -> faults.add(cause));
    }

    /** A client with a session and RECLAIM_COMPLETE done, for user {@code uid}. */
    TestClient client(String name, int uid) {
        TestClient client = new TestClient(this, name, uid);
        client.reclaimComplete();
        return client;
    }
}
