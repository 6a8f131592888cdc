package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;

import java.util.concurrent.locks.StampedLock;

/**
 * What all objects have: attributes, a lock, and a count of those who hold it open.
 *
 * <p>The attributes are an immutable value behind a volatile reference: read without a lock,
 * replaced only under the write lock. Equality is identity.
 */
abstract sealed class MemoryInode implements Inode
        permits MemoryDirectory, MemoryFile, MemorySymlink, MemorySpecial {
    private final StampedLock lock = new StampedLock();
    private volatile FileStat stat;
    private volatile boolean gone;

    /** Set once, under the write lock. */
    private volatile @Nullable AttributeDirectory attributes;

    /** Guarded by the write lock. */
    private int retained;

    MemoryInode(FileStat stat) {
        this.stat = stat;
    }

    @Override
    public final long fileId() {
        return stat.fileId();
    }

    @Override
    public final FileType type() {
        return stat.type();
    }

    /** Not reentrant; several are taken by {@link InodeLocks} only. */
    final StampedLock lock() {
        return lock;
    }

    FileStat stat() {
        return stat;
    }

    final void statLocked(FileStat newStat) {
        stat = newStat;
    }

    /** The directory of its named attributes; null if it has not got one so far. */
    final @Nullable AttributeDirectory attributes() {
        return attributes;
    }

    final void attributesLocked(AttributeDirectory directory) {
        attributes = directory;
    }

    /** Whether it has neither a name nor anybody who retains it: it never comes back. */
    final boolean isGone() {
        return gone;
    }

    /** Whether it has no name any more, although it may still be open. */
    final boolean isRemoved() {
        return stat.linkCount() == 0;
    }

    final void retainLocked() {
        retained++;
    }

    /** Takes back one {@link #retainLocked}; returns whether the object has now ended. */
    final boolean releaseLocked() {
        if (retained == 0) {
            throw new IllegalStateException("released more often than retained: " + fileId());
        }
        retained--;
        return endIfUnusedLocked();
    }

    /** Takes away {@code links} names; returns whether the object has now ended. */
    final boolean unlinkLocked(int links, NfsTime now) {
        stat = new StatEdit(stat).addLinks(-links).changed(now).done();
        return endIfUnusedLocked();
    }

    private boolean endIfUnusedLocked() {
        gone = isRemoved() && retained == 0;
        return gone;
    }

    /** What its own access control list is charged. */
    final int aclBytes() {
        return Space.bytesOf(stat.acl());
    }

    /** Frees the content of an object that has ended; returns bytes charged beside its inode. */
    long freeContentLocked() {
        return 0;
    }
}
