package org.nfs41.conformance.cut;

import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RenameArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Directories that are made, renamed and removed, by several slots at once. Carried out twice, each
 * of these requests fails the second time.
 */
final class RawLoad {
    private static final int SLOTS = 8;

    private final NfsSession session;
    private final ClientConfig config;
    private final FileHandle folder;
    private final Set<String> names = new ConcurrentSkipListSet<>();
    private final Map<Operation, Integer> done = new ConcurrentHashMap<>();
    private final List<String> unexpected = new ArrayList<>();
    private int retries;

    /** A load in a new folder below the export, for this client to make without the proxy. */
    RawLoad(NfsClient client, ClientConfig config) {
        this.session = client.mainSession();
        this.config = config;
        List<ArgOp> ops = Ops.walk(config.server().export());
        ops.add(Ops.makeDirectory("load", 0777));
        ops.add(Ops.getFh());
        Reply made = session.require(ops.toArray(ArgOp[]::new));
        folder = new FileHandle(made.result(GetFhResOk.class).object().data().detach());
    }

    /** Sends so many requests that change something. */
    void run(int requests) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> workers = new ArrayList<>();
            for (int slot = 1; slot <= SLOTS; slot++) {
                int id = slot;
                workers.add(() -> work(id, requests / SLOTS));
            }
            for (Future<Integer> worker : threads.invokeAll(workers)) {
                retries += worker.get();
            }
        }
    }

    private int work(int id, int requests) {
        try (PersistentSlot slot = new PersistentSlot(session, id, config)) {
            for (int i = 0; i < requests; i++) {
                change(slot, id, i);
            }
            return slot.retries();
        }
    }

    /** Of every four requests: make and rename one directory, make and remove another one. */
    private void change(PersistentSlot slot, int id, int i) {
        String own = id + "-" + (i - i % 2);
        String renamed = own + "-renamed";
        switch (i % 4) {
            case 0, 2 -> {
                expectOk(slot, Operation.CREATE, Ops.putFh(folder), Ops.makeDirectory(own, 0755));
                names.add(own);
            }
            case 1 -> {
                expectOk(
                        slot,
                        Operation.RENAME,
                        Ops.putFh(folder),
                        Ops.saveFh(),
                        new RenameArgs(Opaque.utf8(own), Opaque.utf8(renamed)));
                names.remove(own);
                names.add(renamed);
            }
            default -> {
                expectOk(slot, Operation.REMOVE, Ops.putFh(folder), Ops.remove(own));
                names.remove(own);
            }
        }
    }

    private void expectOk(PersistentSlot slot, Operation operation, ArgOp... ops) {
        Reply reply = slot.call(ops);
        if (reply.isOk()) {
            done.merge(operation, 1, Integer::sum);
        } else {
            synchronized (unexpected) {
                unexpected.add(reply.toString());
            }
        }
    }

    /** The names that must be there. */
    Set<String> names() {
        return names;
    }

    /** How often the client was told that an operation succeeded. */
    Map<Operation, Integer> done() {
        return done;
    }

    /** Replies other than success. */
    List<String> unexpected() {
        return unexpected;
    }

    /** How many requests were sent more than once. */
    int retries() {
        return retries;
    }

    /** The names that are there, read without the proxy. */
    Set<String> listed() {
        Set<String> found = new TreeSet<>();
        ReadDirResOk page = page(0, 0);
        while (true) {
            page.entries().forEach(entry -> found.add(entry.name().utf8()));
            if (page.eof()) {
                return found;
            }
            page = page(page.entries().getLast().cookie(), page.cookieVerifier());
        }
    }

    private ReadDirResOk page(long cookie, long verifier) {
        return session.require(Ops.putFh(folder), Ops.readDir(cookie, verifier))
                .result(ReadDirResOk.class);
    }
}
