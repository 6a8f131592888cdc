package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program of the host puts links to a place outside where directories and files were, all the
 * time, while clients look up, open, write, remove and rename: nothing outside is read or touched.
 */
class EscapeTest {
    private static final int CLIENTS = 3;
    private static final int STEPS = 4000;

    /** What is outside, and by the same names inside. */
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static final String SECRET = "outside";

    private enum Step {
        LOOKUP,
        OPEN,
        WRITE,
        REMOVE,
        RENAME,
        ATTRIBUTES
    }

    private final Map<Step, AtomicInteger> done = new EnumMap<>(Step.class);
    private final Map<Inode, Boolean> leaked = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private LocalDirectory directory;
    private Path outside;

    @BeforeEach
    void export() throws IOException {
        directory = LocalDirectory.temporary();
        outside = Files.createTempDirectory("nfs41-outside");
        for (String name : NAMES) {
            Files.writeString(outside.resolve(name), SECRET);
        }
        Files.createDirectory(outside.resolve("below"));
        Files.createDirectory(host("d"));
        Files.createSymbolicLink(host("link"), outside);
        Files.createSymbolicLink(host("toFile"), outside.resolve("a"));
        for (Step step : Step.values()) {
            done.put(step, new AtomicInteger());
        }
    }

    @AfterEach
    void remove() throws IOException {
        directory.close();
        LocalDirectory.removeTree(outside);
    }

    private Path host(String name) {
        return directory.path().resolve(name);
    }

    /** Names, content, times, owners and modes of all that is outside. */
    private Map<String, String> outsideNow() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var found = Files.walk(outside)) {
            for (Path path : found.toList()) {
                String content = Files.isRegularFile(path) ? Files.readString(path) : "";
                Map<String, Object> attributes =
                        Files.readAttributes(path, "unix:ino,mode,uid,gid,nlink,size,ctime");
                all.put(path.toString(), content + new TreeMap<>(attributes));
            }
        }
        return all;
    }

    /** d and a file in it are by turns what they were and links to outside. */
    private void swap() throws IOException {
        while (!over.get()) {
            Files.move(host("d"), host("aside"));
            Files.move(host("link"), host("d"));
            Files.move(host("d"), host("link"));
            Files.move(host("aside"), host("d"));
            Files.move(host("toFile"), host("d/a"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(host("d/a"), host("toFile"));
        }
    }

    private void swapUntilOver() {
        while (!over.get()) {
            try {
                swap();
            } catch (IOException e) {
                // a client was faster; begin again from what is there
                restore();
            }
        }
    }

    private void restore() {
        try {
            if (Files.isSymbolicLink(host("d"))) {
                Files.delete(host("d"));
            }
            if (!Files.exists(host("d")) && Files.isDirectory(host("aside"))) {
                Files.move(host("aside"), host("d"));
            }
            for (String gone : List.of("link", "toFile")) {
                Files.deleteIfExists(host(gone));
            }
            Files.createSymbolicLink(host("link"), outside);
            Files.createSymbolicLink(host("toFile"), outside.resolve("a"));
        } catch (IOException e) {
            // the next round tries again
        }
    }

    @Test
    @Timeout(120)
    void nothingOutsideIsReadOrTouched() throws Exception {
        Map<String, String> before = outsideNow();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> swapper = threads.submit(this::swapUntilOver);
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                clients.add(threads.submit(() -> client(new SplittableRandom(seed))));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            over.set(true);
            swapper.get();
        } finally {
            over.set(true);
        }
        assertThat(leaked).isEmpty();
        assertThat(outsideNow()).isEqualTo(before);
        assertThat(done).allSatisfy((step, count) -> assertThat(count).hasPositiveValue());
    }

    private void client(SplittableRandom random) {
        FsUser user = directory.superuser();
        for (int i = 0; i < STEPS; i++) {
            Step step = Step.values()[random.nextInt(Step.values().length)];
            Inode top = user.root();
            FsResult<Inode> at = user.fs().lookup(user.caller(), top, Opaque.utf8("d"));
            if (at instanceof FsResult.Ok<Inode>(Inode inode)
                    && step(user, step, inode, random).isOk()) {
                done.get(step).incrementAndGet();
            }
        }
    }

    private NfsStatus step(FsUser user, Step step, Inode at, SplittableRandom random) {
        Opaque name = Opaque.utf8(NAMES.get(random.nextInt(NAMES.size())));
        Opaque other = Opaque.utf8(NAMES.get(random.nextInt(NAMES.size())));
        return switch (step) {
            case LOOKUP -> check(user, user.fs().lookup(user.caller(), at, name));
            case OPEN -> open(user, at, name).status();
            case WRITE -> write(user, open(user, at, name));
            case REMOVE -> user.fs().remove(user.caller(), at, name).status();
            case RENAME -> user.fs().rename(user.caller(), at, name, at, other).status();
            case ATTRIBUTES ->
                    open(user, at, name) instanceof FsResult.Ok<Created>(Created made)
                            ? user.set(made.inode(), AttributeChanges.ofMode(0600))
                            : NfsStatus.NOENT;
        };
    }

    private FsResult<Created> open(FsUser user, Inode at, Opaque name) {
        FsResult<Created> made =
                user.fs()
                        .createFile(
                                user.caller(),
                                at,
                                name,
                                AttributeChanges.ofMode(0644).withSize(0),
                                CreateMode.UNCHECKED);
        if (made instanceof FsResult.Ok<Created>(Created created)) {
            check(user, FsResult.ok(created.inode()));
        }
        return made;
    }

    private static NfsStatus write(FsUser user, FsResult<Created> made) {
        return made instanceof FsResult.Ok<Created>(Created created)
                ? user.tryWrite(created.inode(), 0, "inside").status()
                : made.status();
    }

    /** Looks into what was found: it must not have come from outside. */
    private NfsStatus check(FsUser user, FsResult<Inode> found) {
        if (found instanceof FsResult.Ok<Inode>(Inode inode)) {
            user.fs().access(user.caller(), inode, Access.ALL);
            ByteBuffer content = ByteBuffer.allocate(SECRET.length());
            var read = user.fs().read(user.caller(), inode, 0, content, 0, content.capacity());
            if (read.status().isOk() && new String(content.array(), UTF_8).equals(SECRET)) {
                leaked.put(inode, true);
            }
        }
        return found.status();
    }
}
