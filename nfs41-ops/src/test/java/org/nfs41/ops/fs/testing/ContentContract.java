package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;

/** Reading, writing and truncating. */
interface ContentContract extends Users {
    @Test
    default void whatWasWrittenIsRead() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        user.write(file, 0, "hello world");
        user.write(file, 6, "there");
        assertThat(user.text(file)).isEqualTo("hello there");
        assertThat(user.stat(file).size()).isEqualTo(11);
    }

    @Test
    default void theEndOfTheFileIsTold() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "0123456789");
        ByteBuffer target = ByteBuffer.allocate(16);
        var caller = user.caller();
        assertThat(ok(user.fs().read(caller, file, 0, target, 0, 9)))
                .isEqualTo(new ReadResult(9, false));
        assertThat(ok(user.fs().read(caller, file, 0, target, 0, 10)))
                .isEqualTo(new ReadResult(10, true));
        assertThat(ok(user.fs().read(caller, file, 5, target, 0, 10)))
                .isEqualTo(new ReadResult(5, true));
        assertThat(ok(user.fs().read(caller, file, 10, target, 0, 10)))
                .isEqualTo(new ReadResult(0, true));
        assertThat(ok(user.fs().read(caller, file, 1L << 40, target, 0, 10)))
                .isEqualTo(new ReadResult(0, true));
        assertThat(ok(user.fs().read(caller, file, 3, target, 0, 0)))
                .isEqualTo(new ReadResult(0, false));
    }

    @Test
    default void readingTouchesOnlyItsPartOfTheBuffer() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "abc");
        ByteBuffer target = ByteBuffer.wrap("..........".getBytes(US_ASCII));
        target.position(7);
        ok(user.fs().read(user.caller(), file, 0, target, 2, 5));
        assertThat(new String(target.array(), US_ASCII)).isEqualTo("..abc.....");
        assertThat(target.position()).isEqualTo(7);
    }

    @Test
    default void writingTakesOnlyItsPartOfTheBuffer() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        ByteBuffer source = ByteBuffer.wrap("..abc.....".getBytes(US_ASCII));
        source.position(7);
        WriteResult written =
                ok(user.fs().write(user.caller(), file, 0, source, 2, 3, StableHow.UNSTABLE));
        assertThat(written.count()).isEqualTo(3);
        assertThat(source.position()).isEqualTo(7);
        assertThat(user.text(file)).isEqualTo("abc");
    }

    @Test
    default void aDirectBufferDoesAsWell() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        ByteBuffer source = ByteBuffer.allocateDirect(100_000);
        for (int i = 0; i < source.capacity(); i++) {
            source.put(i, (byte) (i % 251));
        }
        int length = source.capacity();
        ok(user.fs().write(user.caller(), file, 0, source, 0, length, StableHow.FILE_SYNC));
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        ok(user.fs().read(user.caller(), file, 0, target, 0, length));
        assertThat(target.rewind()).isEqualTo(source.rewind());
    }

    @Test
    default void aHoleReadsAsZerosAndTakesNoSpace() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        long far = 1L << 30;
        user.write(file, far, "x");
        assertThat(user.stat(file).size()).isEqualTo(far + 1);
        assertThat(user.stat(file).spaceUsed()).isPositive().isLessThan(1 << 20);
        assertThat(user.read(file, far - 4, 8)).containsExactly(0, 0, 0, 0, 'x');
        assertThat(user.read(file, 0, 3)).containsExactly(0, 0, 0);
    }

    @Test
    default void whatWasCutOffIsZeroWhenTheFileGrowsAgain() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "0123456789");
        assertThat(user.set(file, AttributeChanges.ofSize(4))).isEqualTo(NfsStatus.OK);
        assertThat(user.text(file)).isEqualTo("0123");
        assertThat(user.set(file, AttributeChanges.ofSize(8))).isEqualTo(NfsStatus.OK);
        assertThat(user.read(file, 0, 16)).containsExactly('0', '1', '2', '3', 0, 0, 0, 0);
        user.write(file, 9, "9");
        assertThat(user.read(file, 3, 16)).containsExactly('3', 0, 0, 0, 0, 0, '9');
    }

    @Test
    default void truncatingGivesSpaceBack() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        user.write(file, 0, "x".repeat(1_000_000));
        assertThat(user.stat(file).spaceUsed()).isGreaterThanOrEqualTo(1_000_000);
        user.set(file, AttributeChanges.ofSize(0));
        assertThat(user.stat(file).spaceUsed()).isZero();
        assertThat(user.stat(file).size()).isZero();
    }

    @Test
    default void nothingGoesBeyondTheLargestSize() {
        FsUser user = superuser();
        long max = user.fs().limits().maxFileSize();
        Assumptions.assumeTrue(max < Long.MAX_VALUE, "the file system has no limit");
        Inode file = user.file(user.root(), "f");
        assertThat(user.set(file, AttributeChanges.ofSize(max + 1))).isEqualTo(NfsStatus.FBIG);
        assertThat(user.tryWrite(file, max, "x").status()).isEqualTo(NfsStatus.FBIG);
        assertThat(ok(user.tryWrite(file, max - 1, "xy")).count()).isEqualTo(1);
        assertThat(user.stat(file).size()).isEqualTo(max);
    }

    @Test
    default void onlyRegularFilesHaveContent() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode link = user.symlink(root, "l", "f");
        Inode pipe =
                ok(user.fs()
                                .createNode(
                                        user.caller(),
                                        root,
                                        Opaque.utf8("p"),
                                        FileType.NF4FIFO,
                                        0,
                                        0,
                                        AttributeChanges.NONE))
                        .inode();
        assertThat(user.tryRead(root)).isEqualTo(NfsStatus.ISDIR);
        assertThat(user.tryRead(link)).isEqualTo(NfsStatus.SYMLINK);
        assertThat(user.tryRead(pipe)).isEqualTo(NfsStatus.WRONG_TYPE);
        assertThat(user.tryWrite(root, 0, "x").status()).isEqualTo(NfsStatus.ISDIR);
        assertThat(user.fs().commit(user.caller(), link, 0, 0).status())
                .isEqualTo(NfsStatus.SYMLINK);
        assertThat(user.set(root, AttributeChanges.ofSize(0))).isEqualTo(NfsStatus.INVAL);
        assertThat(user.set(pipe, AttributeChanges.ofSize(0))).isEqualTo(NfsStatus.INVAL);
    }

    @Test
    default void aWriteChangesTheFileAndAReadDoesNot() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        FileStat empty = user.stat(file);
        user.write(file, 0, "x");
        FileStat written = user.stat(file);
        assertThat(written.change()).isGreaterThan(empty.change());
        assertThat(written.modifyTime()).isEqualTo(written.changeTime());
        user.text(file);
        assertThat(user.stat(file).change()).isEqualTo(written.change());
        assertThat(user.stat(file).changeTime()).isEqualTo(written.changeTime());
    }

    @Test
    default void writingNothingChangesNothing() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        FileStat before = user.stat(file);
        assertThat(ok(user.tryWrite(file, 100, "")).count()).isZero();
        assertThat(user.stat(file)).isEqualTo(before);
    }

    @Test
    default void theVerifierOfWritesAndCommitsStaysTheSame() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        WriteResult first = ok(user.tryWrite(file, 0, "x"));
        WriteResult second = ok(user.tryWrite(file, 1, "y"));
        long committed = ok(user.fs().commit(user.caller(), file, 0, 0));
        assertThat(second.verifier()).isEqualTo(first.verifier()).isEqualTo(committed);
        assertThat(first.committed()).isEqualTo(StableHow.FILE_SYNC);
    }
}
