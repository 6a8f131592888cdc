package org.nfs41.ops.sim.holders;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.Delegations;
import org.nfs41.ops.file.FileOperations;
import org.nfs41.ops.file.FileSettings;
import org.nfs41.ops.file.OpenFiles;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.session.SessionOperations;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.GracePeriod;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.MemoryStorage;
import org.nfs41.state.Remembered;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.TableLimits;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.open.StateIdSource;
import org.nfs41.state.open.StateTables;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server as it is, but for its files, its threads and its clock. */
final class HolderServer {
    private static final int CALL_HEADER_BYTES = 40;
    private static final int REPLY_HEADER_BYTES = 24;
    private static final long ROUND = 1000 * World.MILLI;

    final Lines lines;
    final Ledger ledger;
    final SimFiles files;

    // of the present incarnation
    SimCaller caller;
    ClientTable clients;
    StateTables<FileRef> tables;
    private WantTable<FileRef> wants;
    private OpenFiles opens;
    private Delegations delegations;
    private CompoundInterpreter interpreter;
    private GracePeriod grace;

    private final World world;
    private final Flaw flaw;
    private final Wiretap tap;
    private final MemoryStorage storage;
    private final ExportTable exports;
    private final long courtesy;
    private final DelegationPolicy policy;

    /** Requests can be nested in slow ones: each has its own. */
    private final Deque<CompoundContext> contexts = new ArrayDeque<>();

    /** Happens when an operation takes its time. */
    Runnable meanwhile = () -> {};

    private int executing;
    private boolean stopped;

    /** A server without clients. */
    HolderServer(World world, Content content, Flaw flaw) {
        this.world = world;
        this.flaw = flaw;
        ledger = new Ledger(world, content::lost);
        files = new SimFiles(this::dawdle);
        tap = new Wiretap(world, ledger, files::named);
        exports = new ExportTable(List.of(Export.of("/", files)), new NfsTime(1, 0));
        courtesy = world.below(2) == 0 ? 0 : World.LEASE;
        policy = world.below(2) == 0 ? DelegationPolicy.EAGER : DelegationPolicy.CONSERVATIVE;
        storage = new MemoryStorage(Opaque.utf8("sim"), Opaque.of(new byte[16]));
        lines = new Lines(world, this::receive, line -> clients.connectionClosed(line.id()));
        start();
        world.schedule.after(ROUND, this::round);
    }

    /** Begins an incarnation that knows what the storage does. */
    private void start() {
        Remembered before = storage.begin();
        tables = new StateTables<>(new StateIdSource(world.bits(), world.bits()));
        wants = new WantTable<>();
        grace = new GracePeriod(storage, flaw.mayReclaim(before.mayReclaim()), flaw.graceNanos());
        opens = new OpenFiles(tables, grace);
        clients =
                new ClientTable(
                        new ServerIdentity(
                                before.bootEpoch(),
                                new ServerOwner(0, Opaque.utf8("sim")),
                                Opaque.utf8("sim"),
                                null),
                        ChannelLimits.DEFAULT,
                        TableLimits.DEFAULT,
                        new LeaseTerms(World.LEASE, courtesy),
                        world::bits,
                        ClientState.of(opens, wants),
                        grace);
        CallReasons reasons = new CallReasons(tables.stateIds(), ledger);
        caller = new SimCaller(world, clients, lines, ledger, reasons, flaw);
        delegations =
                new Delegations(tables, wants, opens, exports, caller, policy, flaw.patience());
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        FileOperations.register(
                handlers::put,
                exports,
                opens,
                delegations,
                FileSettings.withLease((int) (World.LEASE / World.MILLI / 1000)),
                grace);
        interpreter =
                new CompoundInterpreter(
                        handlers,
                        clients,
                        (operation, cause) -> {
                            throw new SimFailure(operation + " threw " + cause);
                        });
    }

    /** Ends as by a crash, unless a request is being executed, and begins anew. */
    void restart() {
        if (executing > 0) {
            return;
        }
        world.happened(Incident.RESTARTED);
        world.log("the server restarts");
        caller.end();
        lines.cutAll();
        files.releaseAll();
        ledger.restarted();
        start();
    }

    /** What the server does unasked, some times in each lease. */
    private void round() {
        grace.tick(world.schedule.now());
        delegations.tick(world.schedule.now());
        for (long client : clients.leases().expire(world.schedule.now())) {
            world.happened(Incident.LAPSED);
            world.log("client ", Long.toHexString(client), " is ended by its lease");
        }
        if (!stopped) {
            world.schedule.after(ROUND, this::round);
        }
    }

    /** Lets a run come to its end. */
    void stop() {
        stopped = true;
    }

    private byte[] receive(Line line, byte[] message) {
        CompoundContext cx = contexts.isEmpty() ? new CompoundContext() : contexts.pop();
        XdrWriter out = new XdrWriter();
        for (int i = 0; i < REPLY_HEADER_BYTES; i += Integer.BYTES) {
            out.writeInt(0);
        }
        long at = world.schedule.now();
        cx.begin(line.caller, at, CALL_HEADER_BYTES + message.length, REPLY_HEADER_BYTES);
        try {
            CompoundArgs request = CompoundArgs.decode(new XdrReader(message));
            Map<Opaque, Long> names = tap.names(request);
            executing++;
            interpreter.execute(cx, new XdrReader(message), out);
            executing--;
            contexts.push(cx);
            byte[] reply = out.toByteArray(REPLY_HEADER_BYTES);
            CompoundRes result =
                    flaw.answered(request, CompoundRes.decode(new XdrReader(reply)), this);
            world.log(line, " ", request, ": ", result.status(), " ", result.results().getLast());
            tap.executed(request, result, at, names);
            XdrWriter sent = new XdrWriter();
            result.encode(sent);
            return sent.toByteArray();
        } catch (XdrException e) {
            throw new SimFailure("what went over the wire does not decode: " + e.getMessage());
        }
    }

    /** Sometimes other requests are served before one goes on. */
    private void dawdle() {
        if (world.schedule.mayPass() && world.fault(25)) {
            world.happened(Incident.SLOW);
            meanwhile.run();
            flaw.whileBusy(tables.conflicts(), () -> world.schedule.pass(world.between(10, 1500)));
        }
    }

    /** Fails if anything is left of clients that have all gone. */
    void judgeEmpty() {
        expectNone("clients", clients.confirmedClients() + clients.unconfirmedClients());
        expectNone("sessions", clients.sessions());
        expectNone("connections", clients.associatedConnections());
        expectNone("opens", opens.count());
        expectNone("delegations", delegations.count());
        expectNone("recalls", delegations.recalledCount());
        expectNone("promises", wants.count());
        expectNone("files kept alive", files.retained());
        if (!caller.isIdle()) {
            throw new SimFailure("calls are under way, and nobody is there");
        }
    }

    private static void expectNone(String what, int count) {
        if (count != 0) {
            throw new SimFailure(count + " " + what + " are left of clients that have gone");
        }
    }
}
