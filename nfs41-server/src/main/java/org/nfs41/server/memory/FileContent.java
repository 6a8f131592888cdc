package org.nfs41.server.memory;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;

/** Reads, writes and truncates files, and keeps their attributes in step. Thread-safe. */
final class FileContent {
    private final Volume volume;
    private final long writeVerifier;

    /** With a {@code writeVerifier} that is another one after a restart. */
    FileContent(Volume volume, long writeVerifier) {
        this.volume = volume;
        this.writeVerifier = writeVerifier;
    }

    FsResult<ReadResult> read(
            Credentials caller,
            MemoryFile file,
            long offset,
            ByteBuffer target,
            int index,
            int length) {
        FileStat stat;
        int count;
        long stamp = file.lock().readLock();
        try {
            stat = file.stat();
            if (file.isGone()) {
                return FsResult.failed(NfsStatus.STALE);
            }
            if (!PosixPermissions.mayReadData(caller, stat)) {
                return FsResult.failed(NfsStatus.ACCESS);
            }
            count = (int) Math.clamp(stat.size() - offset, 0L, length);
            file.pages().read(offset, target, index, count);
        } finally {
            file.lock().unlockRead(stamp);
        }
        if (count > 0 && !isAfter(stat.accessTime(), stat.modifyTime())) {
            noteAccess(file);
        }
        return FsResult.ok(new ReadResult(count, offset + count >= stat.size()));
    }

    private void noteAccess(MemoryFile file) {
        NfsTime now = volume.now();
        long stamp = file.lock().writeLock();
        try {
            file.statLocked(new StatEdit(file.stat()).accessTime(now).done());
        } finally {
            file.lock().unlockWrite(stamp);
        }
    }

    FsResult<WriteResult> write(
            Credentials caller,
            MemoryFile file,
            long offset,
            ByteBuffer source,
            int index,
            int length) {
        long stamp = file.lock().writeLock();
        try {
            FileStat stat = file.stat();
            if (file.isGone()) {
                return FsResult.failed(NfsStatus.STALE);
            }
            if (!PosixPermissions.mayWriteData(caller, stat)) {
                return FsResult.failed(NfsStatus.ACCESS);
            }
            if (length > 0 && offset >= PageTree.MAX_BYTES) {
                return FsResult.failed(NfsStatus.FBIG);
            }
            int room = (int) Math.clamp(PageTree.MAX_BYTES - offset, 0L, length);
            int count = file.pages().write(offset, source, index, room);
            if (count > 0) {
                noteWriteLocked(caller, file, offset + count);
            } else if (length > 0) {
                return FsResult.failed(NfsStatus.NOSPC);
            }
            // memory is as safe at once as it will ever be, so clients need no COMMIT
            return FsResult.ok(new WriteResult(count, StableHow.FILE_SYNC, writeVerifier));
        } finally {
            file.lock().unlockWrite(stamp);
        }
    }

    private void noteWriteLocked(Credentials caller, MemoryFile file, long end) {
        FileStat stat = file.stat();
        file.statLocked(
                new StatEdit(stat)
                        .mode(PosixPermissions.modeAfterWrite(caller, stat.mode()))
                        .size(Math.max(stat.size(), end), file.pages().usedBytes())
                        .modified(volume.now())
                        .done());
    }

    FsResult<Long> commit(Credentials caller, MemoryFile file) {
        if (file.isGone()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        return PosixPermissions.mayWriteData(caller, file.stat())
                ? FsResult.ok(writeVerifier)
                : FsResult.failed(NfsStatus.ACCESS);
    }

    /** Sets what {@code changes} says, all or nothing. */
    NfsStatus setAttributesLocked(Credentials caller, MemoryInode inode, AttributeChanges changes) {
        FileStat stat = inode.stat();
        NfsStatus refusal = PosixPermissions.checkChanges(caller, stat, changes);
        if (!refusal.equals(NfsStatus.OK)) {
            return refusal;
        }
        Long size = changes.size();
        if (size != null && size > PageTree.MAX_BYTES) {
            return NfsStatus.FBIG;
        }
        if (changes.equals(AttributeChanges.NONE)) {
            return NfsStatus.OK;
        }
        int more =
                Space.bytesOf(PosixPermissions.aclAfter(stat, changes)) - Space.bytesOf(stat.acl());
        if (more > 0 && !volume.space().take(more)) {
            return NfsStatus.NOSPC;
        }
        if (more < 0) {
            volume.space().give(-more);
        }
        NfsTime now = volume.now();
        StatEdit edit = new StatEdit(stat);
        if (size != null && inode instanceof MemoryFile file) {
            if (size < stat.size()) {
                file.pages().truncate(size);
            }
            edit.size(size, file.pages().usedBytes()).modified(now);
        } else {
            edit.changed(now);
        }
        AttributeEdits.apply(edit, caller, stat, changes, now);
        inode.statLocked(edit.done());
        return NfsStatus.OK;
    }

    private static boolean isAfter(NfsTime time, NfsTime other) {
        return time.seconds() > other.seconds()
                || (time.seconds() == other.seconds() && time.nanos() > other.nanos());
    }
}
