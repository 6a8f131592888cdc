package org.nfs41.conformance.check;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.ReplyAssert;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RemoveArgs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one check: a directory of its own below the export, made and removed by a client of
 * its own, so that the clients under test stay as the check left them.
 */
final class Workspace implements AutoCloseable {
    private static final int EVERYBODY = 0777;
    private static final int EVERYBODYS_FILE = 0666;
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MAX_DEPTH = 16;

    /** As long as the grace period of most servers, and some more. */
    private static final Duration LONG_GRACE = Duration.ofMinutes(2);

    private final CheckEnvironment environment;
    private final String name;
    private final String export;
    private final Duration graceLimit;
    private @Nullable NfsClient client;
    private @Nullable FileHandle directory;

    Workspace(CheckEnvironment environment, Check check) {
        this(environment, check, environment.server().export());
    }

    /** In another export of the server. */
    Workspace(CheckEnvironment environment, Check check, String export) {
        this.export = export;
        this.environment = environment;
        this.name = "nfs41-check-" + environment.runId() + "-" + check.id();
        boolean restarts = List.of(check.needs()).contains(Need.RESTART);
        this.graceLimit = restarts ? LONG_GRACE : Duration.ZERO;
    }

    /** The check's directory, made on first use. */
    synchronized FileHandle directory() {
        FileHandle made = directory;
        if (made == null) {
            List<ArgOp> ops = inExport();
            ops.add(Ops.makeDirectory(name, EVERYBODY));
            ops.add(Ops.getFh());
            made = patiently(ops).result(GetFhResOk.class).object();
            made = new FileHandle(made.data().detach());
            directory = made;
        }
        return made;
    }

    /** Makes a file with this content in the directory. */
    synchronized FileHandle file(String file, byte... content) {
        Reply opened =
                patiently(
                        List.of(
                                Ops.putFh(directory()),
                                Ops.open(
                                        file,
                                        "workspace",
                                        // a delegation would stand in the way of the check
                                        OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                                        new OpenFlag.Create(
                                                new CreateHow.Guarded(Ops.mode(EVERYBODYS_FILE)))),
                                Ops.getFh()));
        StateId state = opened.result(OpenResOk.class).stateId();
        FileHandle handle = opened.result(GetFhResOk.class).object();
        List<ArgOp> ops = new ArrayList<>(List.of(Ops.putFh(handle)));
        if (content.length > 0) {
            ops.add(Ops.write(state, 0, content));
        }
        ops.add(Ops.close(state));
        patiently(ops);
        return handle;
    }

    /** Ends the client that made the files; the next thing to do is done by a new one. */
    synchronized void leave() {
        NfsClient used = client;
        client = null;
        if (used != null) {
            used.close();
        }
    }

    /** A fresh client has to be able to work, then the directory goes away with all in it. */
    @Override
    public synchronized void close() {
        NfsClient fresh = newClient("after");
        NfsClient used = client;
        try {
            client = fresh;
            patiently(inExport());
            if (directory != null) {
                empty(directory, 0);
                List<ArgOp> ops = inExport();
                ops.add(Ops.remove(name));
                patiently(ops);
            }
        } finally {
            fresh.close();
            if (used != null) {
                used.close();
            }
        }
    }

    private void empty(FileHandle folder, int depth) {
        if (depth == MAX_DEPTH) {
            return;
        }
        List<DirEntry> entries = list(folder);
        while (!entries.isEmpty()) {
            for (DirEntry entry : entries) {
                remove(folder, entry, depth);
            }
            entries = list(folder);
        }
    }

    private void remove(FileHandle folder, DirEntry entry, int depth) {
        NfsSession session = session();
        RemoveArgs remove = new RemoveArgs(entry.name());
        Reply reply = session.compound(Ops.putFh(folder), remove);
        if (reply.status().equals(NfsStatus.NOTEMPTY)) {
            ArgOp lookup = new org.nfs41.xdr.op.LookupArgs(entry.name());
            Reply found = patiently(List.of(Ops.putFh(folder), lookup, Ops.getFh()));
            empty(found.result(GetFhResOk.class).object(), depth + 1);
        }
        if (!reply.isOk()) {
            patiently(List.of(Ops.putFh(folder), remove));
        }
    }

    private List<DirEntry> list(FileHandle folder) {
        Reply reply = patiently(List.of(Ops.putFh(folder), Ops.readDir(0, 0)));
        return reply.result(ReadDirResOk.class).entries();
    }

    /** Sends the operations again for a while when the server asks to come later. */
    private Reply patiently(List<ArgOp> ops) {
        Reply reply = session().compound(ops.toArray(ArgOp[]::new));
        long graceEnd = System.nanoTime() + graceLimit.toNanos();
        for (int i = 1; i < ATTEMPTS && mayPass(reply.status()); i++) {
            CheckContext.sleep(PAUSE);
            boolean grace = reply.status().equals(NfsStatus.GRACE);
            if (grace && System.nanoTime() - graceEnd < 0) {
                i--;
            }
            if (reply.status().equals(NfsStatus.BADSESSION)) {
                // the check took longer than a lease
                client = null;
            }
            reply = session().compound(ops.toArray(ArgOp[]::new));
        }
        ReplyAssert.assertThatReply(reply).because("work of a client beside the check").isOk();
        return reply;
    }

    private static boolean mayPass(NfsStatus status) {
        return status.equals(NfsStatus.DELAY)
                || status.equals(NfsStatus.BADSESSION)
                || status.equals(NfsStatus.GRACE)
                || status.equals(NfsStatus.FILE_OPEN);
    }

    private NfsSession session() {
        NfsClient known = client;
        if (known == null) {
            known = newClient("files");
            client = known;
        }
        return known.mainSession();
    }

    private List<ArgOp> inExport() {
        return Ops.walk(export);
    }

    private NfsClient newClient(String role) {
        ClientConfig config =
                new ClientConfig(
                        environment.server(),
                        environment.user(),
                        environment.timeout(),
                        org.nfs41.xdr.Opaque.EMPTY,
                        new Transcript());
        return new NfsClient(config, name + "-" + role);
    }
}
