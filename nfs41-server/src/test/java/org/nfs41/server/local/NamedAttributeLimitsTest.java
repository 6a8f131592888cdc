package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.ops.fs.AttributeChanges;
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
import java.util.ArrayList;
import java.util.List;

/** What the host has room for, and what becomes of what it has not. */
class NamedAttributeLimitsTest {
    /** Large enough for all that ext4 keeps of one file, without the feature ea_inode. */
    private static final int MANY = 60_000;

    private static final int THREADS = 8;
    private static final int ROUNDS = 50;

    private LocalDirectory directory;
    private FsUser user;
    private Inode attributes;

    @AfterEach
    void close() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }

    private void use(LocalDirectory made) {
        directory = made;
        user = made.superuser();
        Inode file = user.file(user.root(), "f");
        FsResult<Inode> opened = user.fs().attributeDirectory(user.caller(), file, true);
        Assumptions.assumeTrue(
                opened.status().isOk(), "the host has no extended attributes of users there");
        attributes = ok(opened);
    }

    /** On a tmpfs, which has room for the largest values. */
    private void useMemory() throws IOException, InterruptedException {
        LocalDirectory.requireLinux();
        use(LocalDirectory.mounted("size=64m,mode=0777"));
    }

    @Test
    void aValueHas64KibibytesAtMost() throws Exception {
        useMemory();
        Inode a = user.file(attributes, "a", 0644, "begin");
        int most = UserXattrs.MAX_VALUE_BYTES;
        assertThat(user.fs().maxFileSize(a)).isEqualTo(most);
        assertThat(user.fs().maxFileSize(attributes)).isEqualTo(most);
        user.write(a, most - 3, "end");
        assertThat(user.stat(a).size()).isEqualTo(most);
        assertThat(user.tryWrite(a, most - 3, "longer").status()).isEqualTo(NfsStatus.FBIG);
        assertThat(user.tryWrite(a, Long.MAX_VALUE - 10, "x").status()).isEqualTo(NfsStatus.FBIG);
        assertThat(user.set(a, AttributeChanges.ofSize(most + 1))).isEqualTo(NfsStatus.FBIG);
        assertThat(user.read(a, most - 4, 10)).containsExactly(0, 'e', 'n', 'd');
        assertThat(user.text(a)).startsWith("begin\0");
    }

    @Test
    void whatTheHostHasNoRoomForLeavesTheValueAsItWas() throws IOException {
        LocalDirectory.requireLinux();
        use(LocalDirectory.temporary());
        Inode a = user.file(attributes, "a", 0644, "value");
        NfsStatus grown = user.set(a, AttributeChanges.ofSize(MANY));
        Assumptions.assumeTrue(!grown.isOk(), "the host has room for large values");
        assertThat(grown).isEqualTo(NfsStatus.NOSPC);
        assertThat(user.tryWrite(a, MANY, "x").status()).isEqualTo(NfsStatus.NOSPC);
        assertThat(user.text(a)).isEqualTo("value");
        assertThat(user.stat(a).size()).isEqualTo(5);
        assertThat(user.tryFile(attributes, "b")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void namesHave250BytesAndCanAlwaysBeListed() throws Exception {
        useMemory();
        String longest = "n".repeat(250);
        assertThat(user.tryFile(attributes, longest)).isEqualTo(NfsStatus.OK);
        assertThat(user.tryLookup(attributes, longest)).isEqualTo(NfsStatus.OK);
        for (String tooLong : new String[] {"n".repeat(251), "n".repeat(255)}) {
            assertThat(user.tryFile(attributes, tooLong)).isEqualTo(NfsStatus.NAMETOOLONG);
            assertThat(user.tryLookup(attributes, tooLong)).isEqualTo(NfsStatus.NAMETOOLONG);
            assertThat(user.rename(attributes, longest, tooLong)).isEqualTo(NfsStatus.NAMETOOLONG);
        }
        int made = 1;
        NfsStatus status = NfsStatus.OK;
        while (status.isOk() && made < 1000) {
            status = user.tryFile(attributes, made + "n".repeat(240));
            made += status.isOk() ? 1 : 0;
        }
        assertThat(status).isEqualTo(NfsStatus.NOSPC);
        assertThat(user.names(attributes)).hasSize(made).contains(longest);
        assertThat(user.remove(attributes, longest)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aFileSystemWithoutThemSaysSo() throws Exception {
        LocalDirectory.requireLinux();
        directory = LocalDirectory.mounted("ramfs", "mode=0777");
        user = directory.superuser();
        Inode file = user.file(user.root(), "f");
        for (Inode object : new Inode[] {file, user.root()}) {
            for (boolean create : new boolean[] {false, true}) {
                assertThat(user.fs().attributeDirectory(user.caller(), object, create).status())
                        .isEqualTo(NfsStatus.NOTSUPP);
            }
            assertThat(user.fs().hasNamedAttributes(object)).isFalse();
        }
    }

    @Test
    @Timeout(60)
    void writersOfOneValueLoseNothingOfEachOther() throws Exception {
        useMemory();
        Inode a = user.file(attributes, "a");
        List<Thread> threads = new ArrayList<>();
        List<NfsStatus> failures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int own = i;
            threads.add(Thread.ofPlatform().start(() -> writeOwn(a, own, failures)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        byte[] all = user.read(a, 0, THREADS * ROUNDS + 1);
        assertThat(all).hasSize(THREADS * ROUNDS);
        for (int at = 0; at < all.length; at++) {
            assertThat(all[at]).isEqualTo((byte) ('a' + at % THREADS));
        }
        assertThat(user.names(attributes)).containsExactly("a");
    }

    /** Writes every byte whose place is this thread's, while others of the object come and go. */
    private void writeOwn(Inode a, int own, List<NfsStatus> failures) {
        ByteBuffer letter = ByteBuffer.wrap(new byte[] {(byte) ('a' + own)});
        for (int i = 0; i < ROUNDS; i++) {
            int at = i * THREADS + own;
            FsResult<WriteResult> written =
                    user.fs().write(user.caller(), a, at, letter, 0, 1, StableHow.UNSTABLE);
            NfsStatus made = user.tryFile(attributes, "other" + own);
            NfsStatus removed = user.remove(attributes, "other" + own);
            if (!written.status().isOk() || !made.isOk() || !removed.isOk()) {
                synchronized (failures) {
                    failures.add(written.status());
                }
            }
        }
    }

    @Test
    void whatIsNotOnTheDiskIsNotPromised() throws IOException {
        LocalDirectory.requireLinux();
        directory = LocalDirectory.temporary();
        int[] failure = {0};
        LocalOptions options = LocalOptions.of(directory.path(), LocalDirectory.KEY);
        Stability.Sync sync =
                (fd, dataOnly) -> {
                    assertThat(dataOnly).as("the value is no data of the file's").isFalse();
                    return failure[0] != 0 ? failure[0] : Stability.Sync.OF_HOST.run(fd, dataOnly);
                };
        try (LocalFileSystem fs = LocalFileSystem.open(options, sync)) {
            user = new FsUser(fs, Credentials.SUPERUSER);
            Inode file = user.file(user.root(), "f");
            FsResult<Inode> opened = fs.attributeDirectory(user.caller(), file, true);
            Assumptions.assumeTrue(opened.status().isOk(), "there are none");
            Inode a = user.file(ok(opened), "a");
            ByteBuffer data = ByteBuffer.wrap(Opaque.utf8("data").toByteArray());
            WriteResult unstable =
                    ok(fs.write(user.caller(), a, 0, data, 0, 4, StableHow.UNSTABLE));
            assertThat(unstable.committed()).isEqualTo(StableHow.UNSTABLE);
            WriteResult stable = ok(fs.write(user.caller(), a, 0, data, 0, 4, StableHow.DATA_SYNC));
            assertThat(stable.committed()).isEqualTo(StableHow.FILE_SYNC);
            failure[0] = -Errno.EIO;
            assertThat(fs.write(user.caller(), a, 0, data, 0, 4, StableHow.UNSTABLE).status())
                    .isEqualTo(NfsStatus.OK);
            assertThat(fs.commit(user.caller(), a, 0, 0).status()).isEqualTo(NfsStatus.IO);
            assertThat(user.tryFile(ok(opened), "b")).isEqualTo(NfsStatus.IO);
            assertThat(user.remove(ok(opened), "a")).isEqualTo(NfsStatus.IO);
            failure[0] = 0;
            Inode b = user.lookup(ok(opened), "b");
            assertThat(ok(fs.commit(user.caller(), b, 0, 0))).isNotEqualTo(unstable.verifier());
        }
    }
}
