package org.nfs41.server.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The functions of the C library that are used here, under their names.
 *
 * <p>Each returns what the function does, or the negated {@code errno} if that is -1. Names are
 * zero-terminated bytes. A call that is interrupted by a signal is not repeated. Stateless.
 */
final class Libc {
    /** Stands for the working directory where a directory's descriptor is expected. */
    static final int AT_FDCWD = -100;

    /** The name that is given is empty and means the descriptor itself. */
    static final int AT_EMPTY_PATH = 0x1000;

    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_SYMLINK_FOLLOW = 0x400;

    /** Makes {@code unlinkat} remove a directory. */
    static final int AT_REMOVEDIR = 0x200;

    /** The limit on open files, for {@code getrlimit}; the same number on all our machines. */
    static final int RLIMIT_NOFILE = 7;

    static final int SEEK_SET = 0;

    /** Makes {@code preadv2} fail with EAGAIN rather than wait for the disk. */
    static final int RWF_NOWAIT = 8;

    /** Makes {@code posix_fadvise} drop what is in the page cache and need not be written. */
    static final int POSIX_FADV_DONTNEED = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPENAT = openatHandle();
    private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle STATX =
            bind("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle FSTATVFS = bind("fstatvfs", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle FSTATFS = bind("fstatfs", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle MKDIRAT =
            bind("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle MKNODAT =
            bind("mknodat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SYMLINKAT =
            bind("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle READLINKAT =
            bind("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle LINKAT =
            bind("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle UNLINKAT =
            bind("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RENAMEAT =
            bind("renameat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle FCHOWNAT =
            bind("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CHMOD = bind("chmod", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle UTIMENSAT =
            bind("utimensat", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle FTRUNCATE = bind("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FSYNC = bind("fsync", JAVA_INT, JAVA_INT);
    private static final MethodHandle FDATASYNC = bind("fdatasync", JAVA_INT, JAVA_INT);
    private static final MethodHandle POSIX_FADVISE =
            bind("posix_fadvise", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PREAD =
            bind("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final @Nullable MethodHandle PREADV2 =
            bindIfKnown("preadv2", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PWRITE =
            bind("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LSEEK =
            bind("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETDENTS64 =
            bind("getdents64", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle NAME_TO_HANDLE_AT =
            bind("name_to_handle_at", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle OPEN_BY_HANDLE_AT =
            bind("open_by_handle_at", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETEUID = bind("geteuid", JAVA_INT);
    private static final MethodHandle GETRLIMIT = bind("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);

    /** The C library has no name for it yet; its number is the same on all our machines. */
    private static final int SYS_CACHESTAT = 451;

    private static final MethodHandle CACHESTAT = cachestatHandle();
    private static final MethodHandle GETPAGESIZE = bind("getpagesize", JAVA_INT);

    private Libc() {}

    /** How large the memory is that takes {@code errno}. */
    static MemoryLayout callStateLayout() {
        return STATE;
    }

    static int openat(int directory, MemorySegment name, int flags, int mode) {
        try {
            MemorySegment state = state();
            return checked((int) OPENAT.invokeExact(state, directory, name, flags, mode), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int close(int fd) {
        try {
            MemorySegment state = state();
            return checked((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int statx(int fd, MemorySegment name, int flags, int mask, MemorySegment buffer) {
        try {
            MemorySegment state = state();
            return checked((int) STATX.invokeExact(state, fd, name, flags, mask, buffer), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int fstatvfs(int fd, MemorySegment buffer) {
        try {
            MemorySegment state = state();
            return checked((int) FSTATVFS.invokeExact(state, fd, buffer), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int fstatfs(int fd, MemorySegment buffer) {
        try {
            MemorySegment state = state();
            return checked((int) FSTATFS.invokeExact(state, fd, buffer), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int mkdirat(int directory, MemorySegment name, int mode) {
        try {
            MemorySegment state = state();
            return checked((int) MKDIRAT.invokeExact(state, directory, name, mode), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int mknodat(int directory, MemorySegment name, int mode, long device) {
        try {
            MemorySegment state = state();
            return checked((int) MKNODAT.invokeExact(state, directory, name, mode, device), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int symlinkat(MemorySegment text, int directory, MemorySegment name) {
        try {
            MemorySegment state = state();
            return checked((int) SYMLINKAT.invokeExact(state, text, directory, name), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long readlinkat(int directory, MemorySegment name, MemorySegment text, long size) {
        try {
            MemorySegment state = state();
            return checked(
                    (long) READLINKAT.invokeExact(state, directory, name, text, size), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int linkat(int from, MemorySegment name, int to, MemorySegment newName, int flags) {
        try {
            MemorySegment state = state();
            return checked((int) LINKAT.invokeExact(state, from, name, to, newName, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int unlinkat(int directory, MemorySegment name, int flags) {
        try {
            MemorySegment state = state();
            return checked((int) UNLINKAT.invokeExact(state, directory, name, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int renameat(int from, MemorySegment name, int to, MemorySegment newName) {
        try {
            MemorySegment state = state();
            return checked((int) RENAMEAT.invokeExact(state, from, name, to, newName), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int fchownat(int fd, MemorySegment name, int uid, int gid, int flags) {
        try {
            MemorySegment state = state();
            return checked((int) FCHOWNAT.invokeExact(state, fd, name, uid, gid, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int chmod(MemorySegment path, int mode) {
        try {
            MemorySegment state = state();
            return checked((int) CHMOD.invokeExact(state, path, mode), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int utimensat(int fd, MemorySegment name, MemorySegment times, int flags) {
        try {
            MemorySegment state = state();
            return checked((int) UTIMENSAT.invokeExact(state, fd, name, times, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int ftruncate(int fd, long size) {
        try {
            MemorySegment state = state();
            return checked((int) FTRUNCATE.invokeExact(state, fd, size), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int fsync(int fd) {
        try {
            MemorySegment state = state();
            return checked((int) FSYNC.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int fdatasync(int fd) {
        try {
            MemorySegment state = state();
            return checked((int) FDATASYNC.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int posix_fadvise(int fd, long offset, long length, int advice) {
        try {
            // this one returns the error's number
            return -(int) POSIX_FADVISE.invokeExact(state(), fd, offset, length, advice);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long pread(int fd, MemorySegment target, long size, long offset) {
        try {
            MemorySegment state = state();
            return checked((long) PREAD.invokeExact(state, fd, target, size, offset), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Reads into one piece of memory; not known to older C libraries (ENOSYS). */
    static long preadv2(int fd, MemorySegment pieces, int count, long offset, int flags) {
        MethodHandle preadv2 = PREADV2;
        if (preadv2 == null) {
            return -Errno.ENOSYS;
        }
        try {
            MemorySegment state = state();
            return checked(
                    (long) preadv2.invokeExact(state, fd, pieces, count, offset, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long pwrite(int fd, MemorySegment source, long size, long offset) {
        try {
            MemorySegment state = state();
            return checked((long) PWRITE.invokeExact(state, fd, source, size, offset), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long lseek(int fd, long offset, int whence) {
        try {
            MemorySegment state = state();
            return checked((long) LSEEK.invokeExact(state, fd, offset, whence), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long getdents64(int fd, MemorySegment target, long size) {
        try {
            MemorySegment state = state();
            return checked((long) GETDENTS64.invokeExact(state, fd, target, size), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int nameToHandleAt(
            int fd, MemorySegment name, MemorySegment handle, MemorySegment mountId, int flags) {
        try {
            MemorySegment state = state();
            return checked(
                    (int) NAME_TO_HANDLE_AT.invokeExact(state, fd, name, handle, mountId, flags),
                    state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int openByHandleAt(int mountFd, MemorySegment handle, int flags) {
        try {
            MemorySegment state = state();
            return checked(
                    (int) OPEN_BY_HANDLE_AT.invokeExact(state, mountFd, handle, flags), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int geteuid() {
        try {
            return (int) GETEUID.invokeExact(state());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int getrlimit(int resource, MemorySegment limits) {
        try {
            MemorySegment state = state();
            return checked((int) GETRLIMIT.invokeExact(state, resource, limits), state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** What is in the page cache; unknown to Linux before 6.5 (ENOSYS). */
    static long cachestat(int fd, MemorySegment range, MemorySegment answer, int flags) {
        try {
            MemorySegment state = state();
            return checked(
                    (long)
                            CACHESTAT.invokeExact(
                                    state, (long) SYS_CACHESTAT, fd, range, answer, flags),
                    state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int getpagesize() {
        try {
            return (int) GETPAGESIZE.invokeExact(state());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static MemorySegment state() {
        return Scratch.current().callState();
    }

    static int checked(int result, MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    static long checked(long result, MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /** Downcalls throw nothing of their own: only a mistake in this class gets here. */
    static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("a call of the C library failed", cause);
    }

    @SuppressWarnings("restricted") // this class is the place for native access
    static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                CAPTURE);
    }

    private static @Nullable MethodHandle bindIfKnown(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.defaultLookup().find(name).isPresent() ? bind(name, result, arguments) : null;
    }

    /** All but the number of a system call is optional to C. */
    @SuppressWarnings("restricted") // this class is the place for native access
    private static MethodHandle cachestatHandle() {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
                CAPTURE,
                Linker.Option.firstVariadicArg(1));
    }

    /** Its mode is optional to C, which some machines pass in another way. */
    @SuppressWarnings("restricted") // this class is the place for native access
    private static MethodHandle openatHandle() {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("openat"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                CAPTURE,
                Linker.Option.firstVariadicArg(3));
    }
}
