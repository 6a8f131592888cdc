package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The exported directory, open, with what is held for it. Safe for use by several threads. */
final class LocalHost implements AutoCloseable {
    /** Objects kept open although nobody retains them: a working set, not a copy of the disk. */
    private static final int MAX_CACHED = 16_384;

    /** What one export may take of the descriptors, a part for idle objects and one for opens. */
    private static final int CACHED_PART = 8;

    private static final int RETAINED_PART = 4;

    /** Idle objects are looked through so often. */
    private static final long ROUND_SECONDS = 2;

    private final int rootFd;
    private final long device;
    private final Volume volume;
    private final boolean kernelHandles;
    private final ScheduledExecutorService timer;

    private LocalHost(int rootFd, long device, Volume volume, boolean kernelHandles) {
        this.rootFd = rootFd;
        this.device = device;
        this.volume = volume;
        this.kernelHandles = kernelHandles;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("nfs41-local").factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        volume.cache()::closeIdle, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens the directory; the message of the exception is for the administrator. */
    static LocalHost open(LocalOptions options, Stability.Sync sync) throws IOException {
        Path directory = options.directory();
        if (!System.getProperty("os.name", "").equals("Linux") || !OpenFlags.areKnown()) {
            throw new IOException(
                    directory + ": directories are exported on Linux for x86_64 and aarch64 only");
        }
        int rootFd = openRoot(directory);
        try {
            return open(rootFd, options, sync);
        } catch (HostException e) {
            Libc.close(rootFd);
            throw new IOException(directory + " cannot be exported: " + e.status(), e);
        }
    }

    private static int openRoot(Path directory) throws IOException {
        Opaque path = Opaque.utf8(directory.toAbsolutePath().toString());
        if (path.length() >= Scratch.PATH_BYTES) {
            throw new IOException(directory + ": the path is too long");
        }
        int flags = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.CLOEXEC;
        int fd = Libc.openat(Libc.AT_FDCWD, Scratch.current().word(path), flags, 0);
        if (fd >= 0) {
            return fd;
        }
        String why =
                switch (-fd) {
                    case Errno.ENOENT -> "there is no such directory";
                    case Errno.ENOTDIR -> "is not a directory";
                    case Errno.EACCES, Errno.EPERM -> "may not be read by the server's user";
                    default -> "cannot be opened: error " + -fd + " of the host";
                };
        throw new IOException(directory + ": " + why);
    }

    private static LocalHost open(int rootFd, LocalOptions options, Stability.Sync sync)
            throws HostException {
        boolean privileged = Libc.geteuid() == 0;
        Statx stat = Statx.of(rootFd);
        KernelHandles handles = new KernelHandles(rootFd);
        boolean kernel = options.kernelHandles() && handles.work(stat);
        Finder finder = kernel ? handles : new PathIndex(rootFd, stat);
        long files = openFilesLimit();
        int cached = (int) Math.min(MAX_CACHED, files / CACHED_PART);
        int retained = (int) Math.min(Integer.MAX_VALUE, files / RETAINED_PART);
        ObjectCache cache =
                new ObjectCache(finder, HostAcls.of(rootFd), stat.mount(), cached, retained);
        LocalInode root;
        try (OpenObject open = cache.reopened(rootFd)) {
            root = open.inode();
        }
        // for ever: whatever else is closed, the top is open
        cache.retain(root);
        Stability stability = new Stability(new SecureRandom().nextLong(), sync);
        Volume volume =
                new Volume(
                        root,
                        cache,
                        new NameLocks(),
                        UserXattrs.of(rootFd),
                        stability,
                        FileSystemType.isPrompt(rootFd),
                        privileged);
        return new LocalHost(rootFd, stat.device(), volume, kernel);
    }

    private static long openFilesLimit() throws HostException {
        MemorySegment limits = Scratch.current().pairs();
        HostException.check(Libc.getrlimit(Libc.RLIMIT_NOFILE, limits));
        long soft = limits.get(ValueLayout.JAVA_LONG, 0);
        return soft < 0 ? Long.MAX_VALUE : soft;
    }

    int rootFd() {
        return rootFd;
    }

    /** The host's file system. */
    long device() {
        return device;
    }

    Volume volume() {
        return volume;
    }

    boolean hasKernelHandles() {
        return kernelHandles;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        volume.cache().close();
        Libc.close(rootFd);
    }
}
