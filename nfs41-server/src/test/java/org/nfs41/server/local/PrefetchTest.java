package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** READs of what the host has in memory. */
class PrefetchTest {
    private static final int BYTES = 300_000;

    private final byte[] content = new byte[BYTES];
    private LocalDirectory directory;
    private Inode file;
    private Opaque handle;

    @BeforeEach
    void export() throws IOException {
        directory = LocalDirectory.temporary();
        new Random(1).nextBytes(content);
        Files.write(directory.path().resolve("f"), content);
        file = user().lookup(user().root(), "f");
        handle = user().handle(file);
    }

    @AfterEach
    void remove() throws IOException {
        directory.close();
    }

    private FsUser user() {
        return directory.superuser();
    }

    private boolean atHand(long offset, int length) {
        return directory.fileSystem().isAtHand(handle, 0, offset, length);
    }

    /** Opens the file for its content; skips the test where the host tells nothing. */
    private void requireAtHand() {
        assertThat(atHand(0, 1)).as("nobody has read yet").isFalse();
        user().read(file, 0, BYTES);
        // as OPEN does: who may use the file has to be known, too
        user().stat(file);
        Assumptions.assumeTrue(atHand(0, 1), "the host does not tell what it has in memory");
    }

    private void assertRead(long offset, int length, ByteBuffer target) {
        ReadResult read = ok(user().fs().read(user().caller(), file, offset, target, 3, length));
        int from = (int) Math.min(offset, BYTES);
        byte[] expected = Arrays.copyOfRange(content, from, Math.min(from + length, BYTES));
        byte[] found = new byte[read.count()];
        target.get(3, found);
        assertThat(found).isEqualTo(expected);
        assertThat(read.eof()).isEqualTo(offset + length >= BYTES);
    }

    @Test
    void whatIsAtHandIsReadAsAlways() {
        requireAtHand();
        long[] offsets = {0, 1, 4095, BYTES - 5000, BYTES - 4096, BYTES - 1, BYTES, BYTES + 7};
        for (ByteBuffer target :
                new ByteBuffer[] {ByteBuffer.allocate(5000), ByteBuffer.allocateDirect(5000)}) {
            for (long offset : offsets) {
                assertThat(atHand(offset, 4096)).isTrue();
                assertRead(offset, 4096, target);
                // once only: this one reads for itself
                assertRead(offset, 4096, target);
            }
        }
    }

    @Test
    void whatWasFetchedForAnotherReadIsNotUsed() {
        requireAtHand();
        ByteBuffer target = ByteBuffer.allocate(5000);
        assertThat(atHand(0, 4096)).isTrue();
        assertRead(4096, 4096, target);
        assertThat(atHand(0, 100)).isTrue();
        assertRead(0, 200, target);
        // a reply with less room than was asked for
        assertThat(atHand(0, 4096)).isTrue();
        assertRead(0, 100, target);
    }

    @Test
    void anotherFileIsNotTakenForThis() throws IOException {
        requireAtHand();
        Files.writeString(directory.path().resolve("g"), "other");
        assertThat(atHand(0, 5)).isTrue();
        assertThat(user().text(user().lookup(user().root(), "g"))).isEqualTo("other");
    }

    @Test
    void aChangeAfterTheFetchIsNotLostOnTheNextRead() throws IOException {
        requireAtHand();
        assertThat(atHand(0, 10)).isTrue();
        user().write(file, 0, "0123456789");
        assertThat(new String(user().read(file, 0, 10), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("0123456789");
    }

    @Test
    void whatIsOnDiskOnlyIsNotAtHand() throws Exception {
        requireAtHand();
        Path path = directory.path().resolve("f");
        String of = "of=" + path;
        int status = LocalDirectory.run("dd", of, "oflag=nocache", "conv=notrunc,fsync", "count=0");
        Assumptions.assumeTrue(status == 0, "the page cache cannot be emptied");
        boolean stillThere = Files.getFileStore(path).type().equals("tmpfs");
        Assumptions.assumeFalse(stillThere, "it is nowhere but in memory");
        // the kernel need not do what it was asked, for example while it still writes
        int empty =
                LocalDirectory.run(
                        "sh",
                        "-c",
                        "test \"$(fincore -n -b -o RES \"$0\")\" -eq 0",
                        path.toString());
        Assumptions.assumeTrue(empty == 0, "the page cache keeps what it was to forget");
        assertThat(atHand(0, BYTES)).isFalse();
        assertRead(0, 4096, ByteBuffer.allocate(5000));
    }
}
