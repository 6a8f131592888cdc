package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** The functions of the C library against what Java says of the same files. */
class LibcTest {
    private static final int EBADF = 9;

    @TempDir private Path directory;
    private int fd;

    @BeforeEach
    void open() {
        LocalDirectory.requireLinux();
        int flags = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.CLOEXEC;
        fd = Libc.openat(Libc.AT_FDCWD, word(directory.toString()), flags, 0);
        assertThat(fd).isNotNegative();
    }

    @AfterEach
    void close() {
        if (fd > 0) {
            assertThat(Libc.close(fd)).isZero();
        }
    }

    private static MemorySegment word(String text) {
        return Scratch.current().word(Opaque.utf8(text));
    }

    private static MemorySegment name(String text) {
        return Scratch.current().entryName(Opaque.utf8(text));
    }

    private static MemorySegment other(String text) {
        return Scratch.current().otherEntryName(Opaque.utf8(text));
    }

    private int create(String name, int mode) {
        int flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL | OpenFlags.CLOEXEC;
        int file = Libc.openat(fd, name(name), flags, mode);
        assertThat(file).isNotNegative();
        return file;
    }

    private int read(String name) {
        return Libc.openat(fd, name(name), OpenFlags.RDONLY | OpenFlags.CLOEXEC, 0);
    }

    @Test
    void anErrorIsItsNumberNegatedAndOfThisCall() {
        assertThat(read("none")).isEqualTo(-Errno.ENOENT);
        assertThat(Libc.close(1 << 30)).isEqualTo(-EBADF);
        assertThat(Libc.fsync(-1)).isEqualTo(-EBADF);
        assertThat(Libc.fdatasync(-1)).isEqualTo(-EBADF);
        assertThat(Libc.posix_fadvise(-1, 0, 0, Libc.POSIX_FADV_DONTNEED)).isEqualTo(-EBADF);
        assertThat(Libc.ftruncate(-1, 0)).isLessThan(0);
        assertThat(Libc.mkdirat(fd, name("d"), 0700)).isZero();
        assertThat(Libc.mkdirat(fd, name("d"), 0700)).isEqualTo(-Errno.EEXIST);
        assertThat(Libc.unlinkat(fd, name("d"), 0)).isEqualTo(-Errno.EISDIR);
        assertThat(Libc.unlinkat(fd, name("d"), Libc.AT_REMOVEDIR)).isZero();
    }

    @Test
    void openatGivesTheMode() throws IOException {
        assertThat(Libc.close(create("f", 0640))).isZero();
        assertThat(Files.getPosixFilePermissions(directory.resolve("f")))
                .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"))
                .containsAll(PosixFilePermissions.fromString("rw-------"));
        int flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL;
        assertThat(Libc.openat(fd, name("f"), flags, 0)).isEqualTo(-Errno.EEXIST);
    }

    @Test
    void contentIsWrittenAndReadWhereItIsSaid() throws IOException {
        int file = create("f", 0600);
        Scratch scratch = Scratch.current();
        scratch.data().setString(0, "content");
        assertThat(Libc.pwrite(file, scratch.data(), 7, 5)).isEqualTo(7);
        assertThat(Libc.fsync(file)).isZero();
        assertThat(Libc.fdatasync(file)).isZero();
        assertThat(Libc.posix_fadvise(file, 0, 0, Libc.POSIX_FADV_DONTNEED)).isZero();
        assertThat(Libc.close(file)).isZero();
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("\0\0\0\0\0content");
        int again = read("f");
        assertThat(Libc.pread(again, scratch.data(), 3, 6)).isEqualTo(3);
        assertThat(scratch.data().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'o');
        long now = Libc.preadv2(again, scratch.piece(scratch.data(), 3), 1, 5, Libc.RWF_NOWAIT);
        assertThat(now).isIn(3L, (long) -Errno.ENOSYS, (long) -Errno.EOPNOTSUPP);
        assertThat(Libc.pread(again, scratch.data(), 3, 12)).isZero();
        assertThat(Libc.pwrite(again, scratch.data(), 1, 0)).isEqualTo(-EBADF);
        assertThat(Libc.close(again)).isZero();
    }

    @Test
    void aSizeIsSetTimesAndModesToo() throws IOException {
        int file = create("f", 0600);
        assertThat(Libc.ftruncate(file, 5L << 30)).isZero();
        assertThat(Files.size(directory.resolve("f"))).isEqualTo(5L << 30);
        Scratch scratch = Scratch.current();
        assertThat(Libc.chmod(scratch.fdPath(file), 0444)).isZero();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("f"))))
                .isEqualTo("r--r--r--");
        MemorySegment times = scratch.pairs();
        for (int i = 0; i < 4; i++) {
            times.setAtIndex(ValueLayout.JAVA_LONG, i, i % 2 == 0 ? 1_000_000 : 0);
        }
        assertThat(Libc.utimensat(file, scratch.empty(), times, Libc.AT_EMPTY_PATH)).isZero();
        assertThat(Files.getLastModifiedTime(directory.resolve("f")).toMillis())
                .isEqualTo(1_000_000_000L);
        assertThat(Libc.close(file)).isZero();
    }

    @Test
    void namesComeAndGo() throws IOException {
        assertThat(Libc.close(create("f", 0600))).isZero();
        assertThat(Libc.linkat(fd, name("f"), fd, other("g"), 0)).isZero();
        assertThat(Libc.renameat(fd, name("f"), fd, other("h"))).isZero();
        assertThat(Files.exists(directory.resolve("f"))).isFalse();
        assertThat(Files.isSameFile(directory.resolve("g"), directory.resolve("h"))).isTrue();
        Scratch scratch = Scratch.current();
        assertThat(Libc.symlinkat(scratch.text(Opaque.utf8("a/b")), fd, name("l"))).isZero();
        assertThat(Files.readSymbolicLink(directory.resolve("l"))).isEqualTo(Path.of("a/b"));
        assertThat(Libc.readlinkat(fd, name("l"), scratch.path(), 100)).isEqualTo(3);
        assertThat(Libc.mknodat(fd, name("pipe"), Statx.bitsOf(FileType.NF4FIFO), 0)).isZero();
        assertThat(Files.readAttributes(directory.resolve("pipe"), "isOther"))
                .containsEntry("isOther", true);
        for (String gone : new String[] {"g", "h", "l", "pipe"}) {
            assertThat(Libc.unlinkat(fd, name(gone), 0)).isZero();
        }
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void attributesAreThoseThatJavaSees() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "12345");
        Statx found = Statx.of(fd, Opaque.utf8("f"));
        var expected = Files.readAttributes(file, "unix:*");
        assertThat(found.stat().size()).isEqualTo(5);
        assertThat(found.stat().fileId()).isEqualTo(expected.get("ino"));
        assertThat(found.stat().linkCount()).isEqualTo(expected.get("nlink"));
        assertThat(found.stat().uid()).isEqualTo(expected.get("uid"));
        assertThat(found.stat().gid()).isEqualTo(expected.get("gid"));
        assertThat(found.stat().mode()).isEqualTo((int) expected.get("mode") & 07777);
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        NfsTime time = found.stat().modifyTime();
        assertThat(Instant.ofEpochSecond(time.seconds(), time.nanos())).isEqualTo(modified);
    }

    @Test
    void theFileSystemIsAsFullAsJavaSays() throws Exception {
        var store = Files.getFileStore(directory);
        var statistics = FileSystemStat.of(fd).statistics();
        assertThat(statistics.totalBytes()).isEqualTo(store.getTotalSpace());
        assertThat(FileSystemStat.of(fd).maxNameBytes()).isBetween(100, 4096);
        assertThat(Libc.fstatfs(fd, Scratch.current().stat())).isZero();
        assertThat(Libc.getrlimit(Libc.RLIMIT_NOFILE, Scratch.current().pairs())).isZero();
        assertThat(Scratch.current().pairs().get(ValueLayout.JAVA_LONG, 0)).isPositive();
    }

    @Test
    void entriesAreReadFromTheBeginningAgain() throws Exception {
        Files.createFile(directory.resolve("f"));
        MemorySegment entries = Scratch.current().entries();
        long length = Libc.getdents64(fd, entries, entries.byteSize());
        assertThat(length).isPositive();
        assertThat(Libc.getdents64(fd, entries, entries.byteSize())).isZero();
        assertThat(Libc.lseek(fd, 0, Libc.SEEK_SET)).isZero();
        assertThat(Libc.getdents64(fd, entries, entries.byteSize())).isEqualTo(length);
        try (DirectoryReader reader = DirectoryReader.open(fd, 0)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.name()).isEqualTo(Opaque.utf8("f"));
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void errorsOfOneThreadAreNotAnothers() throws InterruptedException {
        boolean[] good = {true};
        Thread other =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                good[0] &= Libc.close(-1) == -EBADF;
                            }
                        });
        for (int i = 0; i < 20_000; i++) {
            assertThat(read("none")).isEqualTo(-Errno.ENOENT);
        }
        other.join();
        assertThat(good[0]).isTrue();
    }

    @Test
    void whatAClientIsToldOfErrors() {
        assertThat(Errno.status(Errno.EDQUOT)).isEqualTo(NfsStatus.DQUOT);
        assertThat(Errno.status(Errno.ENOSPC)).isEqualTo(NfsStatus.NOSPC);
        assertThat(Errno.status(Errno.ESTALE)).isEqualTo(NfsStatus.STALE);
        assertThat(Errno.status(Errno.EIO)).isEqualTo(NfsStatus.IO);
        assertThat(Errno.status(Errno.ELOOP)).isEqualTo(NfsStatus.IO);
        assertThat(Errno.status(Errno.EMFILE)).isEqualTo(NfsStatus.DELAY);
        assertThat(Errno.status(12345)).isEqualTo(NfsStatus.IO);
    }
}
