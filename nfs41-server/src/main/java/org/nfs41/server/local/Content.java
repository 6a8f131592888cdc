package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRegion;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StableHow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads and writes regular files. Safe for use by several threads. */
final class Content {
    /** What is more is sent from the file itself if it can be, not copied. */
    private static final int MOST_COPIED_BYTES = 64 << 10;

    /**
     * Parts of files that wait for clients to take them. Each keeps its file open, so that there
     * must be fewer of them than descriptors; what comes on top is copied.
     */
    private static final int MOST_SENT = 1024;

    private final Volume volume;
    private final AtomicInteger sent = new AtomicInteger();

    Content(Volume volume) {
        this.volume = volume;
    }

    ReadResult read(
            Credentials caller,
            LocalInode file,
            long offset,
            ByteBuffer target,
            int index,
            int length)
            throws HostException {
        Volume.requireFile(file);
        try (OpenObject open = volume.cache().acquire(file)) {
            FileStat stat = stat(caller, open);
            Volume.require(PosixPermissions.mayReadData(caller, stat), NfsStatus.ACCESS);
            if (length == 0 || offset >= stat.size()) {
                return new ReadResult(0, offset >= stat.size());
            }
            Prefetched known = Scratch.current().takePrefetched(file.key(), offset, length);
            int count =
                    known != null
                            ? copy(known, target, index, length)
                            : read(open.readFd(), offset, target, index, length);
            return new ReadResult(count, count < length || offset + count >= stat.size());
        }
    }

    /** The same as a part of the file to be sent; null if it is not whole in memory. */
    @Nullable FileRegion region(Credentials caller, LocalInode file, long offset, int length)
            throws HostException {
        if (length <= MOST_COPIED_BYTES || !file.isFile() || !volume.prompt()) {
            return null;
        }
        try (OpenObject open = volume.cache().acquire(file)) {
            FileStat stat = stat(caller, open);
            int count = (int) Math.min(length, Math.max(stat.size() - offset, 0));
            boolean pays =
                    count > MOST_COPIED_BYTES
                            && PosixPermissions.mayReadData(caller, stat)
                            && CachedPages.areThere(open.readFd(), offset, count);
            FileChannel from = pays ? open.sender() : null;
            boolean eof = offset + count >= stat.size();
            return from == null ? null : send(open, from, offset, count, eof);
        }
    }

    private @Nullable FileRegion send(
            OpenObject open, FileChannel from, long offset, int count, boolean eof) {
        if (sent.incrementAndGet() <= MOST_SENT && open.use()) {
            return new SentRegion(open, from, offset, count, eof, sent::decrementAndGet);
        }
        sent.decrementAndGet();
        return null;
    }

    WriteResult write(
            Credentials caller,
            LocalInode file,
            long offset,
            ByteBuffer source,
            int index,
            int length,
            StableHow stability)
            throws HostException {
        Volume.requireFile(file);
        try (OpenObject open = volume.cache().acquire(file)) {
            FileStat stat = stat(caller, open);
            Volume.require(PosixPermissions.mayWriteData(caller, stat), NfsStatus.ACCESS);
            // taken before: a failure of others in between makes the client write again
            long verifier = volume.stability().verifier();
            if (length == 0) {
                return new WriteResult(0, stability, verifier);
            }
            int fd = open.writeFd();
            int mode = PosixPermissions.modeAfterWrite(caller, stat.mode());
            if (mode != stat.mode()) {
                Attributes.setMode(open, mode);
            }
            int count = write(fd, offset, source, index, length);
            open.touch();
            volume.stability().data(fd, stability);
            return new WriteResult(count, stability, verifier);
        }
    }

    /** What decides whether the caller may use the content, which the owner always may. */
    private static FileStat stat(Credentials caller, OpenObject open) throws HostException {
        FileStat stat = open.statWithoutAcl();
        return PosixPermissions.ownsOrSuper(caller, stat) ? stat : open.stat();
    }

    long commit(LocalInode file) throws HostException {
        Volume.requireFile(file);
        try (OpenObject open = volume.cache().acquire(file)) {
            open.stat();
            long verifier = volume.stability().verifier();
            volume.stability().data(open.anyFd(), StableHow.FILE_SYNC);
            return verifier;
        }
    }

    /** Fetches what a READ is about to ask for; false if that would mean to wait. */
    static boolean prefetch(OpenObject open, long offset, int length) {
        int fd = open.readFdIfOpen();
        if (fd < 0) {
            return false;
        }
        return length <= MOST_COPIED_BYTES
                ? Prefetched.fetch(open.inode().key(), fd, offset, length)
                : isWholeInMemory(open, fd, offset, length);
    }

    private static boolean isWholeInMemory(OpenObject open, int fd, long offset, int length) {
        try {
            long rest = Statx.of(open.fd()).stat().size() - offset;
            return rest > MOST_COPIED_BYTES
                    && CachedPages.areThere(fd, offset, (int) Math.min(length, rest));
        } catch (HostException e) {
            return false;
        }
    }

    private static int copy(Prefetched known, ByteBuffer target, int index, int length) {
        int count = Math.min(known.count(), length);
        MemorySegment.copy(known.content(), 0, part(target, index, count), 0, count);
        return count;
    }

    private static int read(int fd, long offset, ByteBuffer target, int index, int length)
            throws HostException {
        int done = 0;
        while (done < length) {
            int chunk = Math.min(length - done, Scratch.DATA_BYTES);
            MemorySegment memory = memoryFor(target, index + done, chunk);
            long count = Libc.pread(fd, memory, chunk, offset + done);
            if (count < 0 && done == 0) {
                HostException.check(count);
            }
            if (count <= 0) {
                break;
            }
            if (!target.isDirect()) {
                MemorySegment.copy(memory, 0, part(target, index + done, (int) count), 0, count);
            }
            done += (int) count;
        }
        return done;
    }

    private static int write(int fd, long offset, ByteBuffer source, int index, int length)
            throws HostException {
        int done = 0;
        while (done < length) {
            int chunk = Math.min(length - done, Scratch.DATA_BYTES);
            MemorySegment memory = memoryFor(source, index + done, chunk);
            if (!source.isDirect()) {
                MemorySegment.copy(part(source, index + done, chunk), 0, memory, 0, chunk);
            }
            long count = Libc.pwrite(fd, memory, chunk, offset + done);
            if (count < 0 && done == 0) {
                HostException.check(count);
            }
            if (count <= 0) {
                break;
            }
            done += (int) count;
        }
        return done;
    }

    /** Memory outside the heap: the buffer's own, or a place for a copy. */
    private static MemorySegment memoryFor(ByteBuffer buffer, int index, int length) {
        return buffer.isDirect() ? part(buffer, index, length) : Scratch.current().data();
    }

    /** The part of the buffer's memory, wherever that is. */
    private static MemorySegment part(ByteBuffer buffer, int index, int length) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear().slice(index, length));
    }
}
