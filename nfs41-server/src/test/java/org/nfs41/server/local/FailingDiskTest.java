package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.server.storage.FileStorage;
import org.nfs41.state.KnownClient;
import org.nfs41.state.Principal;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A disk that takes no more writes for a while: the host learns of it when it writes, and tells
 * those who fsync, once. It is a loop device whose image is sparse on a tmpfs that gets filled.
 * Skipped where none can be made; that needs root, loop devices and the tools of ext4.
 */
@Timeout(120)
class FailingDiskTest {
    private static final int CONTENT_BYTES = 256 << 10;
    private static final int MOST_DIRECTORIES = 4096;
    private static final int CLIENTS = 2000;

    @TempDir private Path directory;

    private Path memory;
    private Path disk;
    private int mounts;
    private LocalFileSystem fileSystem;
    private FsUser user;

    @BeforeEach
    void mount() throws Exception {
        LocalDirectory.requireLinux();
        LocalDirectory.requireRoot();
        memory = Files.createDirectory(directory.resolve("memory"));
        disk = Files.createDirectory(directory.resolve("disk"));
        LocalDirectory.require(
                "mount", "-t", "tmpfs", "-o", "size=8m", "nfs41-test", memory.toString());
        mounts = 1;
        Path image = memory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        // a journal that cannot be written would end all writing for good
        LocalDirectory.require("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image.toString());
        LocalDirectory.require(
                "mount", "-o", "loop,errors=continue", image.toString(), disk.toString());
        mounts = 2;
        writeBlockByBlock();
        export();
    }

    /** A loop device takes a write for done if only the beginning of it was. */
    private void writeBlockByBlock() throws IOException, InterruptedException {
        String device =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" ", 3))
                        .filter(mount -> mount[1].equals(disk.toString()))
                        .map(mount -> Path.of(mount[0]).getFileName().toString())
                        .findFirst()
                        .orElseThrow();
        Path longest = Path.of("/sys/block", device, "queue/max_sectors_kb");
        LocalDirectory.require("sh", "-c", "echo 4 >" + longest);
    }

    private void export() throws IOException {
        fileSystem = LocalFileSystem.open(LocalOptions.of(disk, LocalDirectory.KEY));
        user = new FsUser(fileSystem, Credentials.SUPERUSER);
    }

    /** Nothing but what is on the disk is left then. */
    private void remount() throws Exception {
        fileSystem.close();
        Path image = memory.resolve("image");
        assertThat(LocalDirectory.run("umount", disk.toString())).isZero();
        mounts = 1;
        assertThat(LocalDirectory.run("mount", "-o", "loop", image.toString(), disk.toString()))
                .isZero();
        mounts = 2;
        export();
    }

    @AfterEach
    void unmount() throws Exception {
        if (fileSystem != null) {
            fileSystem.close();
        }
        if (mounts == 2) {
            assertThat(LocalDirectory.run("umount", disk.toString())).isZero();
        }
        if (mounts > 0) {
            assertThat(LocalDirectory.run("umount", memory.toString())).isZero();
        }
    }

    /** What the disk has not held before it does not take from now on. */
    private void fail() throws IOException {
        byte[] block = new byte[4096];
        try (RandomAccessFile file = new RandomAccessFile(memory.resolve("full").toFile(), "rw")) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(memory.toFile().getUsableSpace()).as(full.getMessage()).isZero();
        }
    }

    private void mend() throws IOException {
        Files.delete(memory.resolve("full"));
    }

    private FsResult<WriteResult> write(Inode file, byte[] content, StableHow how) {
        ByteBuffer data = ByteBuffer.wrap(content);
        return fileSystem.write(user.caller(), file, 0, data, 0, content.length, how);
    }

    private FsResult<Long> commit(Inode file) {
        return fileSystem.commit(user.caller(), file, 0, 0);
    }

    private static byte[] content(long seed) {
        byte[] content = new byte[CONTENT_BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }

    private void assertContent(String name, byte[] content) throws IOException {
        byte[] found = Files.readAllBytes(disk.resolve(name));
        // the first byte that differs says more than both contents
        assertThat(Arrays.mismatch(found, content)).as("first wrong byte").isEqualTo(-1);
    }

    private static void assertRefused(NfsStatus status) {
        // which of them it is the device says, not the file system
        assertThat(status).isIn(NfsStatus.IO, NfsStatus.NOSPC);
    }

    @Test
    void whoIsToldThatACommitFailedWritesAgainAndFindsIt() throws Exception {
        byte[] content = content(1);
        Inode file = user.file(user.root(), "f");
        long written = ok(write(file, content, StableHow.UNSTABLE)).verifier();
        fail();
        assertRefused(commit(file).status());
        mend();

        // the host does not fail a second time, though it has forgotten what it could not write
        assertThat(ok(commit(file))).isNotEqualTo(written);
        long again = ok(write(file, content, StableHow.UNSTABLE)).verifier();
        assertThat(ok(commit(file))).isEqualTo(again);

        remount();
        assertContent("f", content);
    }

    @Test
    void aWriteThatIsToBeOnTheDiskIsNotPromised() throws Exception {
        Inode file = user.file(user.root(), "f");
        fail();
        assertRefused(write(file, content(2), StableHow.FILE_SYNC).status());
        assertRefused(write(file, content(3), StableHow.DATA_SYNC).status());
        mend();
        ok(write(file, content(4), StableHow.FILE_SYNC));

        remount();
        assertContent("f", content(4));
    }

    @Test
    void directoriesThatWerePromisedAreThere() throws Exception {
        fail();
        List<String> promised = new ArrayList<>();
        NfsStatus status = NfsStatus.OK;
        for (int i = 0; i < MOST_DIRECTORIES && status.isOk(); i++) {
            status = user.tryDirectory(user.root(), "d" + i);
            if (status.isOk()) {
                promised.add("d" + i);
            }
        }
        assertRefused(status);
        mend();
        assertThat(user.tryDirectory(user.root(), "later")).isEqualTo(NfsStatus.OK);
        promised.add("later");

        remount();
        for (String name : promised) {
            assertThat(user.tryLookup(user.root(), name)).as(name).isEqualTo(NfsStatus.OK);
        }
    }

    @Test
    void whatDependsOnTheStateWaitsUntilTheDiskTakesIt() throws Exception {
        Path state = disk.resolve("state");
        CountDownLatch stored = new CountDownLatch(1);
        try (FileStorage storage = FileStorage.open(state)) {
            storage.begin();
            fail();
            for (int i = 0; i < CLIENTS; i++) {
                storage.append(new StableRecord.MayReclaim(client(i)));
            }
            storage.whenStored(stored::countDown);
            assertThat(stored.await(500, TimeUnit.MILLISECONDS)).isFalse();
            mend();
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
        }
        remount();
        try (FileStorage storage = FileStorage.open(state)) {
            assertThat(storage.begin().mayReclaim()).hasSize(CLIENTS).contains(client(CLIENTS - 1));
        }
    }

    private static KnownClient client(int number) {
        return new KnownClient(Opaque.utf8("client" + number), number, Principal.sys(number));
    }
}
