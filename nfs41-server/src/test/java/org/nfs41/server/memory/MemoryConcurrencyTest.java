package org.nfs41.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Many threads at once; the invariants are checked when they have ended. */
@Timeout(60)
class MemoryConcurrencyTest {
    private static final int THREADS = 8;
    private static final int NAMES = 3;
    private static final int MAX_DEPTH = 6;

    private final FsUser user =
            new FsUser(
                    new MemoryFileSystem(MemoryOptions.ofCapacity(64 << 20)),
                    Credentials.SUPERUSER);

    /** Runs a task in each of {@link #THREADS} threads, begun together; failures are ours. */
    private static void together(ThreadTask task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        // daemons, and not waited for: a deadlock must fail the test, not hang the build
        ExecutorService threads =
                Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Callable<Void> body =
                        () -> {
                            start.await();
                            task.run(thread);
                            return null;
                        };
                futures.add(threads.submit(body));
            }
            for (Future<?> future : futures) {
                future.get(50, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface ThreadTask {
        void run(int thread) throws Exception;
    }

    @Test
    void theTreeStaysATreeUnderRandomChanges() throws Exception {
        FsStatistics empty = ok(user.fs().statistics());
        ConcurrentHashMap<NfsStatus, Integer> seen = new ConcurrentHashMap<>();
        together(thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            for (int i = 0; i < 20_000; i++) {
                seen.merge(changeSomething(random), 1, Integer::sum);
            }
        });
        // each of these must have come up, or the test has not met what it is about
        assertThat(seen)
                .containsKeys(
                        NfsStatus.OK,
                        NfsStatus.NOENT,
                        NfsStatus.EXIST,
                        NfsStatus.NOTEMPTY,
                        NfsStatus.INVAL,
                        NfsStatus.ISDIR)
                .doesNotContainKey(NfsStatus.DELAY);
        checkTree();
        removeAll(user.root());
        assertThat(ok(user.fs().statistics())).isEqualTo(empty);
    }

    /** One call about random names in random directories. */
    private NfsStatus changeSomething(SplittableRandom random) {
        Inode from = walk(random);
        Inode to = random.nextBoolean() ? from : walk(random);
        String name = name(random);
        String other = name(random);
        return switch (random.nextInt(8)) {
            case 0 -> user.tryFile(from, name);
            case 1, 2 -> user.tryDirectory(from, name);
            case 3 -> user.remove(from, name);
            case 4 -> linkFound(from, name, to, other);
            default -> user.rename(from, name, to, other);
        };
    }

    /** A directory that some random names lead to, down from the root; it may vanish any time. */
    private Inode walk(SplittableRandom random) {
        Inode at = user.root();
        for (int depth = random.nextInt(MAX_DEPTH); depth > 0; depth--) {
            var found = user.fs().lookup(user.caller(), at, Opaque.utf8(name(random)));
            if (found instanceof FsResult.Ok<Inode>(Inode inode)
                    && inode.type().equals(FileType.NF4DIR)) {
                at = inode;
            }
        }
        return at;
    }

    private NfsStatus linkFound(Inode from, String name, Inode to, String other) {
        var found = user.fs().lookup(user.caller(), from, Opaque.utf8(name));
        return found instanceof FsResult.Ok<Inode>(Inode inode)
                ? user.link(inode, to, other)
                : found.status();
    }

    private static String name(SplittableRandom random) {
        return "n" + random.nextInt(NAMES);
    }

    /** Walks from the root: every directory once, and all link counts and parents right. */
    private void checkTree() {
        Map<Inode, Integer> names = new HashMap<>();
        Set<Inode> visited = new HashSet<>();
        Deque<Inode> toVisit = new ArrayDeque<>(List.of(user.root()));
        while (!toVisit.isEmpty()) {
            Inode directory = toVisit.pop();
            assertThat(visited.add(directory)).as("a directory with two names").isTrue();
            int subdirectories = 0;
            List<String> entries = user.names(directory);
            assertThat(entries).doesNotHaveDuplicates();
            assertThat(user.stat(directory).size()).isEqualTo(entries.size());
            for (String name : entries) {
                Inode inode = user.lookup(directory, name);
                if (inode.type().equals(FileType.NF4DIR)) {
                    subdirectories++;
                    assertThat(ok(user.fs().parent(user.caller(), inode))).isEqualTo(directory);
                    toVisit.push(inode);
                } else {
                    names.merge(inode, 1, Integer::sum);
                }
            }
            assertThat(user.stat(directory).linkCount()).isEqualTo(2 + subdirectories);
        }
        names.forEach((inode, count) -> assertThat(user.stat(inode).linkCount()).isEqualTo(count));
        FsStatistics statistics = ok(user.fs().statistics());
        assertThat(statistics.totalFiles() - statistics.freeFiles())
                .isEqualTo(visited.size() + names.size());
    }

    private void removeAll(Inode directory) {
        for (String name : user.names(directory)) {
            Inode inode = user.lookup(directory, name);
            if (inode.type().equals(FileType.NF4DIR)) {
                removeAll(inode);
            }
            assertThat(user.remove(directory, name)).isEqualTo(NfsStatus.OK);
        }
    }

    @Test
    void aNameThatIsReplacedAgainAndAgainIsNeverMissing() throws Exception {
        Inode root = user.root();
        user.file(root, "target");
        AtomicBoolean done = new AtomicBoolean();
        together(thread -> {
            if (thread < 2) {
                for (int i = 0; i < 10_000; i++) {
                    user.file(root, "temp" + thread);
                    assertThat(user.rename(root, "temp" + thread, "target"))
                            .isEqualTo(NfsStatus.OK);
                }
                done.set(true);
            } else {
                while (!done.get()) {
                    assertThat(user.tryLookup(root, "target")).isEqualTo(NfsStatus.OK);
                    assertThat(user.names(root)).contains("target");
                }
            }
        });
        assertThat(user.names(root)).containsExactly("target");
    }

    @Test
    void aMovedNameIsNeverInTwoPlaces() throws Exception {
        Inode a = user.directory(user.root(), "a");
        Inode b = user.directory(user.root(), "b");
        user.file(a, "f");
        AtomicBoolean done = new AtomicBoolean();
        together(thread -> {
            if (thread == 0) {
                for (int i = 0; i < 50_000; i++) {
                    user.rename(a, "f", b, "f");
                    user.rename(b, "f", a, "f");
                }
                done.set(true);
            } else {
                while (!done.get()) {
                    countOnce(a, b);
                }
            }
        });
    }

    @Test
    void aLookupWaitsForAChangeThatIsUnderWay() throws Exception {
        MemoryDirectory directory = (MemoryDirectory) user.directory(user.root(), "d");
        user.file(directory, "f");
        MemoryDirectory.Entry entry = directory.find(Opaque.utf8("f"));
        AtomicReference<NfsStatus> found = new AtomicReference<>();
        Thread looking =
                Thread.ofPlatform()
                        .daemon()
                        .unstarted(() -> found.set(user.tryLookup(directory, "f")));
        long stamp = directory.lock().writeLock();
        try {
            directory.removeLocked(entry);
            looking.start();
            while (looking.getState() != Thread.State.WAITING) {
                assertThat(looking.getState()).isNotEqualTo(Thread.State.TERMINATED);
                Thread.onSpinWait();
            }
            directory.addLocked(entry.name(), entry.inode());
        } finally {
            directory.lock().unlockWrite(stamp);
        }
        looking.join();
        assertThat(found.get()).isEqualTo(NfsStatus.OK);
    }

    /** If neither directory changed between the two looks, exactly one had the name. */
    private void countOnce(Inode a, Inode b) {
        long before = user.stat(a).change();
        boolean inA = user.tryLookup(a, "f").equals(NfsStatus.OK);
        boolean inB = user.tryLookup(b, "f").equals(NfsStatus.OK);
        if (user.stat(a).change() == before) {
            assertThat(inA).isNotEqualTo(inB);
        }
    }

    @Test
    void writesOfManyToOneFileDoNotMix() throws Exception {
        Inode file = user.file(user.root(), "f");
        int length = 100_000;
        user.write(file, 0, "0".repeat(length));
        AtomicBoolean done = new AtomicBoolean();
        together(thread -> {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            if (thread < 4) {
                Arrays.fill(buffer.array(), (byte) (thread + 1));
                for (int i = 0; i < 300; i++) {
                    ok(
                            user.fs()
                                    .write(
                                            user.caller(),
                                            file,
                                            0,
                                            buffer,
                                            0,
                                            length,
                                            StableHow.UNSTABLE));
                }
                done.set(true);
            } else {
                while (!done.get()) {
                    byte[] seen = user.read(file, 0, length);
                    assertThat(seen).hasSize(length).containsOnly(seen[0]);
                }
            }
        });
        assertThat(user.stat(file).size()).isEqualTo(length);
    }

    @Test
    void everyChangeOfAFileIsCounted() throws Exception {
        Inode file = user.file(user.root(), "f");
        long before = user.stat(file).change();
        together(thread -> {
            for (int i = 0; i < 1000; i++) {
                user.write(file, thread, "x");
            }
        });
        assertThat(user.stat(file).change()).isEqualTo(before + THREADS * 1000);
    }

    @Test
    void retainingAndRemovingMeetWithoutHarm() throws Exception {
        FsStatistics empty = ok(user.fs().statistics());
        together(thread -> {
            String name = "f" + thread % 2;
            for (int i = 0; i < 10_000; i++) {
                user.tryFile(user.root(), name);
                var found = user.fs().lookup(user.caller(), user.root(), Opaque.utf8(name));
                if (found instanceof FsResult.Ok<Inode>(Inode inode)
                        && user.fs().retain(inode).equals(NfsStatus.OK)) {
                    user.remove(user.root(), name);
                    assertThat(user.tryRead(inode)).isEqualTo(NfsStatus.OK);
                    user.fs().release(inode);
                }
            }
        });
        removeAll(user.root());
        assertThat(ok(user.fs().statistics())).isEqualTo(empty);
    }
}
