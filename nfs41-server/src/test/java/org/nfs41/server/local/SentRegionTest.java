package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRegion;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** Large READs that are sent from the file. */
class SentRegionTest {
    private static final int BYTES = 300_001;
    private static final int LARGE = 100_000;

    private final byte[] content = new byte[BYTES];
    private LocalDirectory directory;
    private Inode file;

    @BeforeEach
    void export() throws IOException {
        directory = LocalDirectory.temporary();
        new Random(1).nextBytes(content);
        Files.write(path(), content);
        file = user().lookup(user().root(), "f");
        FileRegion first = region(0, BYTES);
        Assumptions.assumeTrue(first != null, "the host does not tell what it has in memory");
        first.close();
    }

    @AfterEach
    void remove() throws IOException {
        directory.close();
    }

    private Path path() {
        return directory.path().resolve("f");
    }

    private FsUser user() {
        return directory.superuser();
    }

    private @Nullable FileRegion region(long offset, int length) {
        return user().fs().region(user().caller(), file, offset, length);
    }

    private void assertRegion(long offset, int length, int count, boolean eof) throws IOException {
        FileRegion region = region(offset, length);
        assertThat(region).isNotNull();
        assertThat(region.remaining()).isEqualTo(count);
        assertThat(region.eof()).isEqualTo(eof);
        int from = (int) offset;
        assertThat(sent(region)).isEqualTo(Arrays.copyOfRange(content, from, from + count));
    }

    private static byte[] sent(FileRegion region) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        while (region.remaining() > 0) {
            assertThat(region.sendTo(Channels.newChannel(target))).isPositive();
        }
        region.close();
        return target.toByteArray();
    }

    @Test
    void aRegionIsThatPartOfTheFile() throws IOException {
        assertRegion(0, LARGE, LARGE, false);
        assertRegion(4097, LARGE, LARGE, false);
        assertRegion(BYTES - LARGE, LARGE, LARGE, true);
        assertRegion(BYTES - LARGE, BYTES, LARGE, true);
        assertRegion(0, BYTES, BYTES, true);
        assertRegion(0, Integer.MAX_VALUE, BYTES, true);
    }

    @Test
    void whatIsSmallOrBehindTheEndIsRead() {
        assertThat(region(0, 4096)).isNull();
        assertThat(region(BYTES - 10, LARGE)).isNull();
        assertThat(region(BYTES, LARGE)).isNull();
        assertThat(region(Long.MAX_VALUE, LARGE)).isNull();
    }

    @Test
    void thoseWhoMayNotReadGetTheirErrorFromRead() throws IOException {
        LocalDirectory.requireRoot();
        Files.setPosixFilePermissions(path(), Set.of());
        FsUser other = user().as(new Credentials(1234, 1234, new int[0]));
        assertThat(other.fs().region(other.caller(), file, 0, LARGE)).isNull();
        assertThat(other.tryRead(file)).isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void whatIsNotInMemoryIsRead() throws IOException {
        // a hole is nowhere until it is read
        Files.write(directory.path().resolve("sparse"), new byte[0]);
        Inode sparse = user().lookup(user().root(), "sparse");
        user().write(sparse, 1 << 20, "end");
        assertThat(user().fs().region(user().caller(), sparse, 0, LARGE)).isNull();
        assertThat(user().read(sparse, 0, LARGE)).isEqualTo(new byte[LARGE]);
    }

    @Test
    void aFileThatHasBecomeTooShortFailsRatherThanSendSomethingElse() throws IOException {
        FileRegion region = region(0, BYTES);
        assertThat(region).isNotNull();
        Files.write(path(), Arrays.copyOf(content, LARGE));
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        assertThatThrownBy(
                        () -> {
                            while (region.remaining() > 0) {
                                region.sendTo(Channels.newChannel(target));
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThat(target.toByteArray()).isEqualTo(Arrays.copyOf(content, target.size()));
        region.close();
    }

    @Test
    void aFileThatIsRemovedIsSentToItsEnd() throws IOException {
        FileRegion region = region(0, BYTES);
        assertThat(region).isNotNull();
        assertThat(user().remove(user().root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(sent(region)).isEqualTo(content);
        Opaque handle = user().handle(file);
        // nobody has it open, so it is gone for all others
        assertThat(user().fs().getAttributes(user().caller(), file).status())
                .as(handle.toString())
                .isEqualTo(NfsStatus.STALE);
    }

    @Test
    void soManyAreSentAtOnceAndNoMore() throws IOException {
        FileRegion[] taken = new FileRegion[2000];
        int count = 0;
        FileRegion next = region(0, BYTES);
        while (next != null && count < taken.length) {
            taken[count++] = next;
            next = region(0, BYTES);
        }
        assertThat(count).isLessThan(taken.length);
        for (int i = 0; i < count; i++) {
            taken[i].close();
        }
        assertRegion(0, BYTES, BYTES, true);
    }
}
