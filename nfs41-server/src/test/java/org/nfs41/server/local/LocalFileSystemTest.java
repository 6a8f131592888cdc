package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the contract cannot ask: the host, restarts, and ways out of the export. */
class LocalFileSystemTest {
    private LocalDirectory directory;

    @BeforeEach
    void export() throws IOException {
        directory = LocalDirectory.temporary();
    }

    @AfterEach
    void remove() throws IOException {
        directory.close();
    }

    private FsUser user() {
        return directory.superuser();
    }

    private Path host(String name) {
        return directory.path().resolve(name);
    }

    private Inode resolve(Opaque handle) {
        return ok(directory.fileSystem().resolve(handle, 0));
    }

    private void handlesSurvive() throws IOException {
        Inode below = user().directory(user().root(), "d");
        Inode file = user().file(below, "f", 0644, "content");
        Opaque handle = user().handle(file);
        Opaque ofDirectory = user().handle(below);
        directory.restart();
        assertThat(user().text(resolve(handle))).isEqualTo("content");
        Files.move(host("d/f"), host("elsewhere"));
        Files.move(host("d"), host("e"));
        directory.restart();
        assertThat(user().text(resolve(handle))).isEqualTo("content");
        assertThat(resolve(ofDirectory).type()).isEqualTo(below.type());
        Files.createLink(host("e/g"), host("elsewhere"));
        Files.delete(host("elsewhere"));
        directory.restart();
        assertThat(user().text(resolve(handle))).isEqualTo("content");
        Files.delete(host("e/g"));
        Files.writeString(host("e/g"), "another file");
        directory.restart();
        FsResult<Inode> gone = directory.fileSystem().resolve(handle, 0);
        assertThat(gone.status()).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void handlesSurviveRestartRenameAndHardLink() throws IOException {
        directory.requireKernelHandles();
        handlesSurvive();
    }

    @Test
    void handlesSurviveWithoutTheKernels() throws IOException {
        directory = directory.withoutKernelHandles();
        handlesSurvive();
    }

    @Test
    void aHandleThatWasMadeUpIsRefused() {
        byte[] handle = user().handle(user().file(user().root(), "f")).toByteArray();
        for (int i = 0; i < handle.length; i++) {
            byte[] forged = handle.clone();
            forged[i] ^= 1;
            assertThat(directory.fileSystem().resolve(Opaque.of(forged), 0).status())
                    .isEqualTo(NfsStatus.BADHANDLE);
        }
    }

    @Test
    void aHandleOfAnotherExportIsRefused() throws IOException {
        Opaque handle = user().handle(user().file(user().root(), "f"));
        try (LocalDirectory other = LocalDirectory.temporary()) {
            assertThat(other.fileSystem().resolve(handle, 0).status())
                    .isEqualTo(NfsStatus.BADHANDLE);
        }
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(host("out"), Path.of("/etc"));
        Inode link = user().lookup(user().root(), "out");
        assertThat(user().tryLookup(link, "passwd")).isEqualTo(NfsStatus.SYMLINK);
        assertThat(ok(user().fs().readLink(user().caller(), link))).isEqualTo(Opaque.utf8("/etc"));
        assertThat(user().tryRead(link)).isEqualTo(NfsStatus.SYMLINK);
    }

    @Test
    void aDirectoryThatIsSwappedWithALinkLeadsNowhere() throws Exception {
        Path outside = Files.createTempDirectory("nfs41-outside");
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectory(host("d"));
        Files.writeString(host("d/plain"), "plain");
        Files.createSymbolicLink(host("link"), outside);
        AtomicBoolean done = new AtomicBoolean();
        Thread swapper =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                swap();
                            }
                        });
        try {
            int found = 0;
            for (int i = 0; i < 5000; i++) {
                FsResult<Inode> at =
                        user().fs().lookup(user().caller(), user().root(), Opaque.utf8("d"));
                if (at instanceof FsResult.Ok<Inode>(Inode inode)) {
                    assertThat(user().tryLookup(inode, "secret")).isNotEqualTo(NfsStatus.OK);
                    found++;
                }
            }
            assertThat(found).isPositive();
        } finally {
            done.set(true);
            swapper.join();
            LocalDirectory.removeTree(outside);
        }
    }

    private void swap() {
        try {
            Files.move(host("d"), host("aside"));
            Files.move(host("link"), host("d"));
            Files.move(host("d"), host("link"));
            Files.move(host("aside"), host("d"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theParentOfADirectoryThatWasMovedOutIsNotShown() throws IOException {
        Path outside = Files.createTempDirectory("nfs41-outside");
        try {
            Inode below = user().directory(user().root(), "d");
            Files.move(host("d"), outside.resolve("d"));
            assertThat(user().fs().parent(user().caller(), below).status())
                    .isEqualTo(NfsStatus.STALE);
        } finally {
            LocalDirectory.removeTree(outside);
        }
    }

    @Test
    void namesAreBytes() {
        Opaque name = Opaque.of((byte) 0xff, (byte) 0xfe, (byte) 'x');
        FsUser user = user();
        Inode made =
                ok(user.fs()
                                .createFile(
                                        user.caller(),
                                        user.root(),
                                        name,
                                        AttributeChanges.NONE,
                                        CreateMode.GUARDED))
                        .inode();
        assertThat(ok(user.fs().lookup(user.caller(), user.root(), name))).isEqualTo(made);
        List<Opaque> names = new ArrayList<>();
        ok(
                user.fs()
                        .readDirectory(
                                user.caller(), user.root(), 0, 0, (c, n, inode) -> names.add(n)));
        assertThat(names).containsExactly(name);
        assertThat(ok(user.fs().remove(user.caller(), user.root(), name))).isNotNull();
    }

    @Test
    void aPathInPlaceOfANameIsABug() {
        for (String path : List.of("..", ".", "", "a/b", "/", "a\0b")) {
            assertThatThrownBy(() -> user().tryLookup(user().root(), path))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tenThousandEntriesAreReadOnceWhileOthersComeAndGo() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(host("stays" + i));
        }
        Set<Opaque> seen = new HashSet<>();
        List<Opaque> twice = new ArrayList<>();
        long[] cookie = {0};
        long verifier = 0;
        boolean eof = false;
        for (int round = 0; !eof && round < 1000; round++) {
            int[] left = {500};
            var read =
                    ok(
                            user().fs()
                                    .readDirectory(
                                            user().caller(),
                                            user().root(),
                                            cookie[0],
                                            verifier,
                                            (c, name, inode) -> {
                                                if (left[0]-- == 0) {
                                                    return false;
                                                }
                                                cookie[0] = c;
                                                if (!seen.add(name)) {
                                                    twice.add(name);
                                                }
                                                return true;
                                            }));
            verifier = read.verifier();
            eof = read.eof();
            Files.createFile(host("comes" + round));
            Files.deleteIfExists(host("comes" + (round - 3)));
        }
        assertThat(eof).isTrue();
        assertThat(twice).isEmpty();
        assertThat(seen).filteredOn(name -> name.utf8().startsWith("stays")).hasSize(10_000);
    }

    @Test
    void aSparseFileGoesOverFourGiB() throws IOException {
        long far = 5L << 30;
        Inode file = user().file(user().root(), "f");
        user().write(file, far, "far");
        assertThat(user().stat(file).size()).isEqualTo(far + 3);
        assertThat(user().stat(file).spaceUsed()).isLessThan(1 << 20);
        assertThat(new String(user().read(file, far, 10), UTF_8)).isEqualTo("far");
        assertThat(Files.size(host("f"))).isEqualTo(far + 3);
    }

    @Test
    void aFileThatTheHostRemovesLivesWhileItIsOpen() throws IOException {
        Inode file = user().file(user().root(), "f", 0644, "content");
        assertThat(user().fs().retain(file)).isEqualTo(NfsStatus.OK);
        Files.delete(host("f"));
        assertThat(user().text(file)).isEqualTo("content");
        user().write(file, 7, "!");
        assertThat(user().text(file)).isEqualTo("content!");
        user().fs().release(file);
        assertThat(user().tryRead(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void theVerifierOfWritesChangesWithARestart() throws IOException {
        user().file(user().root(), "f");
        long before = verifier();
        directory.restart();
        assertThat(verifier()).isNotEqualTo(before);
    }

    private long verifier() {
        FsUser user = user();
        Inode file = user.lookup(user.root(), "f");
        ByteBuffer byteBuffer = ByteBuffer.allocate(1);
        return ok(user.fs().write(user.caller(), file, 0, byteBuffer, 0, 1, StableHow.UNSTABLE))
                .verifier();
    }

    @Test
    void anExclusiveCreateIsRepeatedAfterARestart() throws IOException {
        CreateMode mode = new CreateMode.Exclusive(42);
        AttributeChanges none = AttributeChanges.NONE;
        Inode made = ok(user().create(user().root(), "f", none, mode)).inode();
        directory.restart();
        assertThat(ok(user().create(user().root(), "f", none, mode)).inode()).isEqualTo(made);
    }

    @Test
    void nothingStaysOpen() throws IOException {
        int before = openDescriptors();
        for (int round = 0; round < 5; round++) {
            directory.restart();
            for (int i = 0; i < 20; i++) {
                Inode file = user().file(user().root(), "f" + i, 0644, "x");
                assertThat(user().text(file)).isEqualTo("x");
                user().symlink(user().root(), "l" + i, "x");
                user().names(user().root());
                user().remove(user().root(), "f" + i);
                user().remove(user().root(), "l" + i);
                user().tryLookup(user().root(), "none");
            }
        }
        directory.restart();
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + 4);
    }

    private static int openDescriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        }
    }

    @Test
    void aFullFileSystemSaysSo() throws Exception {
        try (LocalDirectory small = LocalDirectory.mounted("size=1m,mode=0777")) {
            FsUser user = small.superuser();
            Inode file = user.file(user.root(), "f");
            ByteBuffer mib = ByteBuffer.allocate(2 << 20);
            var written =
                    ok(
                            user.fs()
                                    .write(
                                            user.caller(),
                                            file,
                                            0,
                                            mib,
                                            0,
                                            mib.capacity(),
                                            StableHow.UNSTABLE));
            assertThat(written.count()).isBetween(1, 1 << 20);
            assertThat(user.tryWrite(file, written.count() + 4096L, "x").status())
                    .isEqualTo(NfsStatus.NOSPC);
        }
    }

    @Test
    void whatIsReadOnlyOnTheHostIsForClients() throws Exception {
        try (LocalDirectory readOnly = LocalDirectory.mounted("size=1m,mode=0777")) {
            Inode file = readOnly.superuser().file(readOnly.superuser().root(), "f");
            readOnly.restart();
            String path = readOnly.path().toString();
            assertThat(LocalDirectory.run("mount", "-o", "remount,ro", path)).isZero();
            FsUser user = readOnly.superuser();
            assertThat(user.tryWrite(file, 0, "x").status()).isEqualTo(NfsStatus.ROFS);
            assertThat(user.tryFile(user.root(), "g")).isEqualTo(NfsStatus.ROFS);
        }
    }

    @Test
    void whatIsMountedBelowIsNotPartOfTheExport() throws Exception {
        LocalDirectory.requireRoot();
        Files.createDirectory(host("mnt"));
        String path = host("mnt").toString();
        assertThat(LocalDirectory.run("mount", "-t", "tmpfs", "nfs41-test", path)).isZero();
        try {
            assertThat(user().tryLookup(user().root(), "mnt")).isEqualTo(NfsStatus.NOENT);
            assertThat(user().names(user().root())).isEmpty();
            assertThat(user().tryDirectory(user().root(), "mnt")).isEqualTo(NfsStatus.EXIST);
        } finally {
            assertThat(LocalDirectory.run("umount", path)).isZero();
        }
    }

    @Test
    void objectIsTheSameInEveryDirectoryThatShowsIt() throws IOException {
        Inode below = user().directory(user().root(), "d");
        Inode file = user().file(below, "f");
        LocalFileSystem fs = directory.fileSystem();
        LocalOptions nested = LocalOptions.of(host("d"), LocalDirectory.KEY);
        try (LocalFileSystem again = LocalFileSystem.open(nested)) {
            FsUser there = new FsUser(again, Credentials.SUPERUSER);
            Inode sameFile = there.lookup(there.root(), "f");

            assertThat(again.identityOf(sameFile))
                    .isEqualTo(fs.identityOf(file))
                    .hasSameHashCodeAs(fs.identityOf(file));
            assertThat(again.identityOf(again.root())).isEqualTo(fs.identityOf(below));
            assertThat(again.identityOf(again.root())).isNotEqualTo(fs.identityOf(file));
        }
    }
}
