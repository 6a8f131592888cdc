package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What clients are told when the host cannot store what they wrote, and then forgets it. */
class LostWritesTest {
    @TempDir private Path directory;

    /** What fsync and fdatasync return instead of asking the host; 0 asks it. */
    private volatile int failure;

    private LocalFileSystem fileSystem;
    private FsUser user;
    private Inode file;

    @BeforeEach
    void export() throws IOException {
        LocalDirectory.requireLinux();
        LocalOptions options = LocalOptions.of(directory, Opaque.of(new byte[16]));
        fileSystem = LocalFileSystem.open(options, this::sync);
        user = new FsUser(fileSystem, Credentials.SUPERUSER);
        file = user.file(user.root(), "f");
    }

    @AfterEach
    void close() {
        if (fileSystem != null) {
            fileSystem.close();
        }
    }

    private int sync(int fd, boolean dataOnly) {
        int result = Stability.Sync.OF_HOST.run(fd, dataOnly);
        return failure != 0 ? failure : result;
    }

    private FsResult<WriteResult> write(StableHow how) {
        ByteBuffer data = ByteBuffer.allocate(10);
        return fileSystem.write(user.caller(), file, 0, data, 0, 10, how);
    }

    private FsResult<Long> commit() {
        return fileSystem.commit(user.caller(), file, 0, 0);
    }

    @Test
    void aCommitThatFailsSaysSoAndChangesTheVerifierOnce() {
        long written = ok(write(StableHow.UNSTABLE)).verifier();
        failure = -Errno.EIO;
        assertThat(commit().status()).isEqualTo(NfsStatus.IO);
        failure = 0;
        // the host has forgotten that it failed: this commit succeeds, of what is left
        long committed = ok(commit());
        assertThat(committed).isNotEqualTo(written);
        assertThat(ok(write(StableHow.UNSTABLE)).verifier()).isEqualTo(committed);
        assertThat(ok(commit())).isEqualTo(committed);
    }

    @Test
    void theWritesOfOthersAreKnownToBeLostToo() {
        Inode other = user.file(user.root(), "g");
        ByteBuffer data = ByteBuffer.allocate(10);
        StableHow unstable = StableHow.UNSTABLE;
        long before =
                ok(fileSystem.write(user.caller(), other, 0, data, 0, 10, unstable)).verifier();
        failure = -Errno.EIO;
        assertThat(commit().status()).isEqualTo(NfsStatus.IO);
        failure = 0;
        assertThat(ok(fileSystem.commit(user.caller(), other, 0, 0))).isNotEqualTo(before);
    }

    @Test
    void aStableWriteThatCannotBeStoredFails() {
        for (StableHow how : new StableHow[] {StableHow.DATA_SYNC, StableHow.FILE_SYNC}) {
            long before = ok(write(StableHow.UNSTABLE)).verifier();
            failure = -Errno.ENOSPC;
            assertThat(write(how).status()).isEqualTo(NfsStatus.NOSPC);
            failure = -Errno.EDQUOT;
            assertThat(write(how).status()).isEqualTo(NfsStatus.DQUOT);
            failure = 0;
            WriteResult stable = ok(write(how));
            assertThat(stable.committed()).isEqualTo(how);
            assertThat(stable.verifier()).isNotEqualTo(before);
        }
    }

    @Test
    void aNameThatCannotBeStoredIsNotPromised() {
        failure = -Errno.EIO;
        assertThat(user.tryFile(user.root(), "new")).isEqualTo(NfsStatus.IO);
        assertThat(user.rename(user.root(), "f", "g")).isEqualTo(NfsStatus.IO);
        assertThat(user.remove(user.root(), "g")).isEqualTo(NfsStatus.IO);
    }
}
