package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FsLimits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the objects of one file system share: space, limits, clock and numbering, and how they end.
 * Thread-safe.
 */
final class Volume {
    private final Space space;
    private final FsLimits limits;
    private final InstantSource clock;
    private final ConcurrentHashMap<Long, MemoryInode> byFileId = new ConcurrentHashMap<>();
    private final AtomicLong lastFileId = new AtomicLong();

    Volume(Space space, FsLimits limits, InstantSource clock) {
        this.space = space;
        this.limits = limits;
        this.clock = clock;
    }

    Space space() {
        return space;
    }

    FsLimits limits() {
        return limits;
    }

    NfsTime now() {
        Instant now = clock.instant();
        return new NfsTime(now.getEpochSecond(), now.getNano());
    }

    /** A number that no other object has or had. */
    long newFileId() {
        return lastFileId.incrementAndGet();
    }

    /** The object with this number, if it has not ended. */
    @Nullable MemoryInode find(long fileId) {
        return byFileId.get(fileId);
    }

    /** Makes a new object known; its space has been taken. */
    void add(MemoryInode inode) {
        byFileId.put(inode.fileId(), inode);
    }

    /** Keeps an object alive, once more; STALE if it has ended. */
    NfsStatus retain(MemoryInode inode) {
        long stamp = inode.lock().writeLock();
        try {
            if (inode.isGone()) {
                return NfsStatus.STALE;
            }
            inode.retainLocked();
            return NfsStatus.OK;
        } finally {
            inode.lock().unlockWrite(stamp);
        }
    }

    /** Takes back one {@link #retain}. */
    void release(MemoryInode inode) {
        long stamp = inode.lock().writeLock();
        try {
            if (inode.releaseLocked()) {
                endLocked(inode);
            }
        } finally {
            inode.lock().unlockWrite(stamp);
        }
    }

    /** Forgets an object that has ended, whose write lock is held, and frees what it took. */
    void endLocked(MemoryInode inode) {
        byFileId.remove(inode.fileId());
        AttributeDirectory attributes = inode.attributes();
        if (attributes != null) {
            endAttributes(attributes);
        }
        space.giveInode(inode.freeContentLocked() + inode.aclBytes());
    }

    /**
     * Ends the named attributes of an object that has ended, but for those that are retained. They
     * are locked while other objects are; nobody locks others while he has locked them.
     */
    private void endAttributes(AttributeDirectory directory) {
        NfsTime now = now();
        long stamp = directory.lock().writeLock();
        try {
            for (MemoryDirectory.Entry entry : directory.entriesAfter(0)) {
                directory.removeLocked(entry);
                space.give(Space.ENTRY_BYTES);
                endAttribute(entry.inode(), now);
            }
            if (directory.unlinkLocked(directory.stat().linkCount(), now)) {
                endLocked(directory);
            }
        } finally {
            directory.lock().unlockWrite(stamp);
        }
    }

    private void endAttribute(MemoryInode attribute, NfsTime now) {
        long stamp = attribute.lock().writeLock();
        try {
            if (attribute.unlinkLocked(1, now)) {
                endLocked(attribute);
            }
        } finally {
            attribute.lock().unlockWrite(stamp);
        }
    }
}
