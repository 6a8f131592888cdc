package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of the host whose quota is used up: a subvolume of btrfs, whose limits hold for root
 * as well. Skipped where none can be made; that needs root, loop devices and the btrfs tools.
 */
class QuotaTest {
    private static final long IMAGE_BYTES = 128L << 20;
    private static final int CHUNK = 64 << 10;
    private static final int MOST_CHUNKS = (16 << 20) / CHUNK;

    @TempDir private Path directory;

    private boolean mounted;
    private LocalFileSystem fileSystem;
    private FsUser user;

    @BeforeEach
    void mount() throws Exception {
        LocalDirectory.requireLinux();
        LocalDirectory.requireRoot();
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(IMAGE_BYTES);
        }
        Path top = Files.createDirectory(directory.resolve("mnt"));
        LocalDirectory.require("mkfs.btrfs", "-q", image.toString());
        LocalDirectory.require("mount", "-o", "loop", image.toString(), top.toString());
        mounted = true;
        Path limited = top.resolve("limited");
        LocalDirectory.require("btrfs", "quota", "enable", top.toString());
        LocalDirectory.require("btrfs", "subvolume", "create", limited.toString());
        LocalDirectory.require("btrfs", "qgroup", "limit", "4M", limited.toString());
        fileSystem = LocalFileSystem.open(LocalOptions.of(limited, Opaque.of(new byte[16])));
        user = new FsUser(fileSystem, Credentials.SUPERUSER);
    }

    @AfterEach
    void unmount() throws Exception {
        if (fileSystem != null) {
            fileSystem.close();
        }
        if (mounted) {
            String top = directory.resolve("mnt").toString();
            assertThat(LocalDirectory.run("umount", top)).isZero();
        }
    }

    private NfsStatus write(Inode file, int chunk, StableHow how) {
        ByteBuffer data = ByteBuffer.allocateDirect(CHUNK);
        data.put(0, (byte) chunk);
        return user.fs()
                .write(user.caller(), file, (long) chunk * CHUNK, data, 0, CHUNK, how)
                .status();
    }

    /** Writes until no more is taken; returns how many chunks were. */
    private int fill(Inode file) {
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            NfsStatus status = write(file, chunk, StableHow.UNSTABLE);
            if (!status.isOk()) {
                assertThat(status).isEqualTo(NfsStatus.DQUOT);
                return chunk;
            }
        }
        throw new AssertionError("the quota does not hold");
    }

    @Test
    void whoHasUsedUpTheQuotaIsToldSoAndLosesNothing() {
        Inode file = user.file(user.root(), "f");
        int chunks = fill(file);
        assertThat(chunks).isPositive();
        assertThat(write(file, chunks, StableHow.FILE_SYNC)).isEqualTo(NfsStatus.DQUOT);
        assertThat(user.fs().commit(user.caller(), file, 0, 0).status()).isEqualTo(NfsStatus.OK);
        for (int chunk = 0; chunk < chunks; chunk++) {
            assertThat(user.read(file, (long) chunk * CHUNK, 1)[0]).isEqualTo((byte) chunk);
        }
    }

    @Test
    void whoHasUsedUpTheQuotaCanMakeNothingNew() {
        fill(user.file(user.root(), "f"));
        assertThat(user.tryFile(user.root(), "g")).isEqualTo(NfsStatus.DQUOT);
        assertThat(user.tryDirectory(user.root(), "d")).isEqualTo(NfsStatus.DQUOT);
        assertThat(user.tryLookup(user.root(), "g")).isEqualTo(NfsStatus.NOENT);
    }
}
