package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsTime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the objects of one file system share: space, clock and numbering. Thread-safe. */
final class Volume {
    private final Space space;
    private final InstantSource clock;
    private final ConcurrentHashMap<Long, MemoryInode> byFileId = new ConcurrentHashMap<>();
    private final AtomicLong lastFileId = new AtomicLong();

    Volume(Space space, InstantSource clock) {
        this.space = space;
        this.clock = clock;
    }

    Space space() {
        return space;
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

    /** Forgets an object that has ended, whose write lock is held, and frees what it took. */
    void endLocked(MemoryInode inode) {
        byFileId.remove(inode.fileId());
        space.giveInode(inode.freeContentLocked() + Space.bytesOf(inode.stat().acl()));
    }
}
