package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The constants and places in structures that are written down here, against the headers of the C
 * library: of this machine, and of the other one that is supported where its compiler is there.
 */
class StructuresTest {
    private static final String HEADERS =
            """
            #define _GNU_SOURCE
            #include <dirent.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <stddef.h>
            #include <sys/resource.h>
            #include <sys/stat.h>
            #include <sys/statvfs.h>
            #include <sys/syscall.h>
            #include <sys/uio.h>
            #include <sys/vfs.h>
            #include <sys/xattr.h>
            #define AT(type, field, at) _Static_assert(offsetof(type, field) == at, #field)
            #define IS(what, value) _Static_assert((what) == (value), #what)
            """;

    private static final String EVERYWHERE =
            """
            IS(sizeof(struct statx), 256);
            AT(struct statx, stx_mask, 0);
            AT(struct statx, stx_nlink, 16);
            AT(struct statx, stx_uid, 20);
            AT(struct statx, stx_gid, 24);
            AT(struct statx, stx_mode, 28);
            AT(struct statx, stx_ino, 32);
            AT(struct statx, stx_size, 40);
            AT(struct statx, stx_blocks, 48);
            AT(struct statx, stx_atime, 64);
            AT(struct statx, stx_btime, 80);
            AT(struct statx, stx_ctime, 96);
            AT(struct statx, stx_mtime, 112);
            AT(struct statx, stx_rdev_major, 128);
            AT(struct statx, stx_rdev_minor, 132);
            AT(struct statx, stx_dev_major, 136);
            AT(struct statx, stx_dev_minor, 140);
            AT(struct statx_timestamp, tv_nsec, 8);
            IS(STATX_BASIC_STATS, 0x7ff);
            IS(STATX_BTIME, 0x800);
            AT(struct statvfs, f_frsize, 8);
            AT(struct statvfs, f_blocks, 16);
            AT(struct statvfs, f_bfree, 24);
            AT(struct statvfs, f_bavail, 32);
            AT(struct statvfs, f_files, 40);
            AT(struct statvfs, f_ffree, 48);
            AT(struct statvfs, f_favail, 56);
            AT(struct statvfs, f_namemax, 80);
            _Static_assert(sizeof(struct statvfs) <= 256, "statvfs");
            AT(struct statfs, f_type, 0);
            IS(sizeof(((struct statfs *) 0)->f_type), 8);
            _Static_assert(sizeof(struct statfs) <= 256, "statfs");
            AT(struct dirent64, d_ino, 0);
            AT(struct dirent64, d_off, 8);
            AT(struct dirent64, d_reclen, 16);
            AT(struct dirent64, d_type, 18);
            AT(struct dirent64, d_name, 19);
            AT(struct file_handle, handle_bytes, 0);
            AT(struct file_handle, handle_type, 4);
            AT(struct file_handle, f_handle, 8);
            AT(struct iovec, iov_base, 0);
            AT(struct iovec, iov_len, 8);
            AT(struct timespec, tv_nsec, 8);
            IS(sizeof(struct timespec), 16);
            IS(sizeof(struct rlimit), 16);
            IS(RLIMIT_NOFILE, 7);
            IS(RWF_NOWAIT, 8);
            IS(POSIX_FADV_DONTNEED, 4);
            IS(sizeof(mode_t), 4);
            IS(sizeof(off_t), 8);
            IS(sizeof(dev_t), 8);
            IS(AT_FDCWD, -100);
            IS(AT_EMPTY_PATH, 0x1000);
            IS(AT_SYMLINK_NOFOLLOW, 0x100);
            IS(AT_SYMLINK_FOLLOW, 0x400);
            IS(AT_REMOVEDIR, 0x200);
            IS(UTIME_NOW, 0x3fffffff);
            IS(UTIME_OMIT, 0x3ffffffe);
            IS(O_WRONLY, 1);
            IS(O_CREAT, 0x40);
            IS(O_EXCL, 0x80);
            IS(O_NONBLOCK, 0x800);
            IS(O_CLOEXEC, 0x80000);
            IS(O_PATH, 0x200000);
            IS(EPERM, 1);
            IS(EXDEV, 18);
            IS(ENAMETOOLONG, 36);
            IS(ENOSYS, 38);
            IS(ENOTEMPTY, 39);
            IS(ELOOP, 40);
            IS(ENODATA, 61);
            IS(EOVERFLOW, 75);
            IS(EOPNOTSUPP, 95);
            IS(ESTALE, 116);
            IS(EDQUOT, 122);
            IS(E2BIG, 7);
            IS(XATTR_CREATE, 1);
            IS(XATTR_REPLACE, 2);
            #ifdef SYS_cachestat
            IS(SYS_cachestat, 451);
            #endif
            """;

    @TempDir private Path directory;

    /** Whether the compiler takes it, which tells what it does not. */
    private void assertCompiles(String compiler, String machine) throws Exception {
        Path source = directory.resolve("structures.c");
        String flags =
                "IS(O_DIRECTORY, 0x%x);\nIS(O_NOFOLLOW, 0x%x);\n"
                        .formatted(OpenFlags.directoryOf(machine), OpenFlags.noFollowOf(machine));
        Files.writeString(source, HEADERS + EVERYWHERE + flags);
        Process process;
        try {
            process =
                    new ProcessBuilder(List.of(compiler, "-fsyntax-only", source.toString()))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            Assumptions.abort("there is no " + compiler);
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Assumptions.assumeFalse(said.contains("fatal error"), "there are no headers");
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void theyAreThoseOfThisMachine() throws Exception {
        LocalDirectory.requireLinux();
        assertCompiles("cc", System.getProperty("os.arch"));
    }

    @Test
    void theyAreThoseOfArm() throws Exception {
        assertCompiles("aarch64-linux-gnu-gcc", "aarch64");
    }

    @Test
    void theFlagsThatDifferAreChosenByMachine() {
        assertThat(OpenFlags.directoryOf("aarch64")).isEqualTo(0x4000);
        assertThat(OpenFlags.noFollowOf("aarch64")).isEqualTo(0x8000);
        assertThat(OpenFlags.directoryOf("amd64")).isEqualTo(0x10000);
        assertThat(OpenFlags.noFollowOf("amd64")).isEqualTo(0x20000);
    }
}
