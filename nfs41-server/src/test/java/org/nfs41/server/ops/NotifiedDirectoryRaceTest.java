package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Many clients change two directories, whose holder is told of all that: what it knows in the end
 * is what READDIR gives.
 */
class NotifiedDirectoryRaceTest {
    private static final int THREADS = 4;
    private static final int CHANGES = 400;
    private static final int NAMES = 12;
    private static final int ROUNDS = 4;

    /** Between two looks for calls; nothing depends on it. */
    private static final long PAUSE_NANOS = 100_000;

    private static final List<String> DIRECTORIES = List.of("/a", "/a/sub");
    private static final Bitmap TYPES =
            Bitmap.of(
                    NotifyTypes.CHANGE_CHILD_ATTRS,
                    NotifyTypes.CHANGE_DIR_ATTRS,
                    NotifyTypes.ADD_ENTRY,
                    NotifyTypes.REMOVE_ENTRY,
                    NotifyTypes.RENAME_ENTRY);
    private static final Bitmap SEEN =
            Bitmap.of(
                    Attribute.TYPE,
                    Attribute.CHANGE,
                    Attribute.SIZE,
                    Attribute.FILEID,
                    Attribute.MODE,
                    Attribute.NUMLINKS,
                    Attribute.TIME_METADATA);

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 0);

    private static CreateArgs mkdir(String name) {
        return new CreateArgs(
                new CreateType.Plain(FileType.NF4DIR), Opaque.utf8(name), FileAttributes.NONE);
    }

    private static ArgOp[] change(Random random, TestClient client) {
        String directory = DIRECTORIES.get(random.nextInt(2));
        String target = DIRECTORIES.get(random.nextInt(2));
        String name = "n" + random.nextInt(NAMES);
        Opaque newName = Opaque.utf8("n" + random.nextInt(NAMES));
        AttributeSet mode = AttributeSet.EMPTY.with(AttributeType.MODE, random.nextInt(0777));
        SetAttrArgs set = new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes());
        ArgOp dir = client.put(directory);
        ArgOp to = client.put(target);
        return switch (random.nextInt(9)) {
            case 0 -> new ArgOp[] {dir, mkdir(name)};
            case 1, 2 ->
                    new ArgOp[] {
                        dir,
                        open(
                                "o",
                                OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                                0,
                                new OpenFlag.Create(unchecked(AttributeSet.EMPTY)),
                                new OpenClaim.Null(Opaque.utf8(name)))
                    };
            case 3 -> new ArgOp[] {dir, new RemoveArgs(Opaque.utf8(name))};
            case 4 ->
                    new ArgOp[] {
                        dir, new SaveFhArgs(), to, new RenameArgs(Opaque.utf8(name), newName)
                    };
            case 5 ->
                    new ArgOp[] {
                        dir,
                        new LookupArgs(Opaque.utf8(name)),
                        new SaveFhArgs(),
                        to,
                        new LinkArgs(newName)
                    };
            case 6 -> new ArgOp[] {dir, set};
            case 7 ->
                    new ArgOp[] {
                        dir,
                        new LookupArgs(Opaque.utf8(name)),
                        new WriteArgs(
                                StateId.ANONYMOUS, random.nextInt(100), StableHow.UNSTABLE, newName)
                    };
            default -> new ArgOp[] {dir, new LookupArgs(Opaque.utf8(name)), set};
        };
    }

    private static GetDirDelegationResNonFatal.Granted grant(TestClient client, String path) {
        return (GetDirDelegationResNonFatal.Granted)
                client.result(
                                GetDirDelegationRes.class,
                                client.put(path),
                                NotifiedDirectoryTest.ask(TYPES, SEEN, SEEN, 0))
                        .nonFatal();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void holderThatIsToldOfTheChangesOfManyClientsKnowsWhatIsThere() throws Exception {
        assertThat(holder.status(holder.put("/a"), mkdir("sub"))).isEqualTo(NfsStatus.OK);
        server.calls.reach(holder);
        List<DirectoryMirror> mirrors = new ArrayList<>();
        for (String path : DIRECTORIES) {
            assertThat(grant(holder, path).notification()).isEqualTo(TYPES);
            mirrors.add(DirectoryMirror.read(holder, path, SEEN));
        }
        List<Object> handles =
                List.of(holder.handle(DIRECTORIES.get(0)), holder.handle(DIRECTORIES.get(1)));
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            Future<?> answering =
                    threads.submit(() -> {
                        boolean last = false;
                        while (!last) {
                            last = ended.get();
                            for (List<FakeCalls.Call> calls = server.calls.taken();
                                    !calls.isEmpty();
                                    calls = server.calls.taken()) {
                                calls.forEach(call -> answer(call, mirrors, handles));
                            }
                            LockSupport.parkNanos(PAUSE_NANOS);
                        }
                    });
            List<Future<Void>> changing = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                TestClient client = i == 0 ? holder : server.client("client" + i, 0);
                changing.add(threads.submit(changes(client, i)));
            }
            try {
                for (Future<Void> each : changing) {
                    each.get();
                }
            } finally {
                ended.set(true);
            }
            answering.get();
        }
        assertThat(server.calls.taken()).isEmpty();
        for (int i = 0; i < mirrors.size(); i++) {
            String path = DIRECTORIES.get(i);
            assertThat(mirrors.get(i).told()).hasSizeGreaterThan(100);
            assertThat(mirrors.get(i).entries())
                    .isEqualTo(DirectoryMirror.read(holder, path, SEEN).entries());
            assertThat(mirrors.get(i).directory())
                    .isEqualTo(
                            holder.result(
                                            GetAttrResOk.class,
                                            holder.put(path),
                                            new GetAttrArgs(SEEN))
                                    .objAttributes()
                                    .detach());
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void delegationThatIsGivenWhileManyClientsMakeChangesMissesNone() throws Exception {
        assertThat(holder.status(holder.put("/a"), mkdir("sub"))).isEqualTo(NfsStatus.OK);
        server.calls.reach(holder);
        List<TestClient> clients =
                IntStream.range(0, THREADS).mapToObj(i -> server.client("c" + i, 0)).toList();
        for (int round = 0; round < ROUNDS; round++) {
            Map<StateId, List<CbNotifyArgs>> told = new HashMap<>();
            StateId id;
            DirectoryMirror mirror;
            try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                List<Future<Void>> changing = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    int seed = round * THREADS + i;
                    changing.add(threads.submit(changes(clients.get(i), seed)));
                }
                id = granted("/a");
                collect(told);
                mirror = DirectoryMirror.read(holder, "/a", SEEN);
                while (!changing.stream().allMatch(Future::isDone)) {
                    collect(told);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                for (Future<Void> each : changing) {
                    each.get();
                }
            }
            collect(told);
            told.getOrDefault(id, List.of()).forEach(mirror::apply);
            assertThat(mirror.entries())
                    .as("round %d", round)
                    .isEqualTo(DirectoryMirror.read(holder, "/a", SEEN).entries());
            assertThat(holder.status(holder.put("/a"), new DelegReturnArgs(id)))
                    .isEqualTo(NfsStatus.OK);
            assertThat(server.calls.taken()).isEmpty();
        }
    }

    /** Asks until no change is just under way; the changes of the others come to an end. */
    private StateId granted(String path) {
        ArgOp directory = holder.put(path);
        while (true) {
            CompoundRes reply =
                    holder.call(directory, NotifiedDirectoryTest.ask(TYPES, SEEN, SEEN, 0));
            if (reply.status().isOk()
                    && reply.results().getLast() instanceof GetDirDelegationRes result
                    && result.nonFatal() instanceof GetDirDelegationResNonFatal.Granted granted) {
                return granted.stateId();
            }
            assertThat(reply.status()).isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);
        }
    }

    private void collect(Map<StateId, List<CbNotifyArgs>> told) {
        for (List<FakeCalls.Call> calls = server.calls.taken();
                !calls.isEmpty();
                calls = server.calls.taken()) {
            for (FakeCalls.Call call : calls) {
                CbNotifyArgs notify = call.args(CbNotifyArgs.class);
                told.computeIfAbsent(notify.stateId(), key -> new ArrayList<>()).add(notify);
                call.answer(NfsStatus.OK);
            }
        }
    }

    private static Callable<Void> changes(TestClient client, int seed) {
        return () -> {
            Random random = new Random(seed);
            for (int i = 0; i < CHANGES; i++) {
                NfsStatus status = client.call(change(random, client)).status();
                assertThat(status).isNotEqualTo(NfsStatus.SERVERFAULT);
            }
            return null;
        };
    }

    private static void answer(
            FakeCalls.Call call, List<DirectoryMirror> mirrors, List<Object> handles) {
        CbArgOp operation = call.call().operation();
        if (operation instanceof CbNotifyArgs notify) {
            mirrors.get(handles.indexOf(notify.fh())).apply(notify);
        }
        call.answer(NfsStatus.OK);
    }
}
