package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.NfsStatus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * An object of the host that is held open, and who uses it. Closing it ends one use; its
 * descriptors are closed when the {@link ObjectCache} drops it. Safe for use by several threads.
 */
final class OpenObject implements AutoCloseable {
    private final LocalInode inode;
    private final int fd;
    private final ObjectCache cache;
    private final Changes changes;
    private final AccessRules rules;

    /** Nanoseconds of {@link System#nanoTime} at the end of the last use. */
    private volatile long lastUsed = System.nanoTime();

    // guarded by this
    private int uses = 1;
    private int retained;
    private boolean dropped;
    private boolean removed;
    private boolean closesContent;
    private boolean touched;
    private int readFd = -1;
    private int writeFd = -1;
    private @Nullable FileChannel sender;

    /** In use once; {@code fd} is this object's from now on. */
    OpenObject(LocalInode inode, int fd, ObjectCache cache, Changes changes) {
        this.inode = inode;
        this.fd = fd;
        this.cache = cache;
        this.changes = changes;
        this.rules = new AccessRules(cache.acls(), System::currentTimeMillis);
    }

    LocalInode inode() {
        return inode;
    }

    /** A descriptor of the object itself, good for all but its content. */
    int fd() {
        return fd;
    }

    /** The access control lists of all objects. */
    HostAcls acls() {
        return cache.acls();
    }

    long lastUsed() {
        return lastUsed;
    }

    Changes changes() {
        return changes;
    }

    /** Begins a use; false if the object was dropped. */
    synchronized boolean use() {
        if (dropped) {
            return false;
        }
        uses++;
        return true;
    }

    @Override
    public void close() {
        if (endUse()) {
            cache.drop(this);
        }
    }

    /**
     * Ends a use as {@link #close} does, but without waiting for the host to free the storage of an
     * object that has no name any more: it goes with those that are idle.
     */
    void closeLater() {
        endUse();
    }

    /** Whether the object is to go. */
    private boolean endUse() {
        boolean ended;
        synchronized (this) {
            uses--;
            boolean idle = uses == 0 && retained == 0;
            if (idle && closesContent) {
                closeContent();
            }
            ended = idle && removed;
        }
        lastUsed = System.nanoTime();
        return ended;
    }

    /** The object has lost its last name: it goes with the last who uses or retains it. */
    synchronized void removed() {
        removed = true;
    }

    /** The attributes now; NFS4ERR_STALE if the object has neither a name nor an open. */
    FileStat stat() throws HostException {
        return requireAlive(current(true));
    }

    /**
     * The attributes, but no access control list: for those whom it does not concern, as the owner
     * and the superuser when they read and write.
     */
    FileStat statWithoutAcl() throws HostException {
        return requireAlive(current(false));
    }

    private FileStat requireAlive(FileStat stat) throws HostException {
        if (stat.linkCount() == 0 && !isRetained()) {
            throw new HostException(NfsStatus.STALE);
        }
        return stat;
    }

    /** The attributes after the server has changed the object, which may have ended it. */
    FileStat changed() throws HostException {
        touch();
        FileStat stat = current(true);
        if (stat.linkCount() == 0) {
            removed();
        }
        return stat;
    }

    /** The server has changed the object: its change attribute will be another one. */
    synchronized void touch() {
        touched = true;
    }

    // under the lock, or an older state could be seen with a newer change attribute
    private synchronized FileStat current(boolean withAcl) throws HostException {
        FileStat stat = Statx.of(fd).stat();
        long change = changes.observe(stat, touched);
        touched = false;
        Acl acl = withAcl ? rules.of(fd, writeFd >= 0 ? writeFd : readFd, stat) : null;
        boolean complete = change == stat.change() && acl == null;
        return complete ? stat : completed(stat, change, acl);
    }

    /** Whether the host has all in memory that {@link #stat} asks for. */
    synchronized boolean isStatAtHand() {
        return rules.isAtHand();
    }

    /** Whether the object is known to have no name any more. */
    boolean hasNoName() {
        try {
            return Statx.of(fd).stat().linkCount() == 0;
        } catch (HostException e) {
            return false;
        }
    }

    private synchronized boolean isRetained() {
        return retained > 0;
    }

    /** Keeps the object open until {@link #release}; whether nobody did so before. */
    synchronized boolean retain() throws HostException {
        if (retained == 0 && Statx.of(fd).stat().linkCount() == 0) {
            throw new HostException(NfsStatus.STALE);
        }
        retained++;
        return retained == 1;
    }

    /** Takes back one {@link #retain}; whether that was the last. */
    synchronized boolean release() {
        if (retained == 0) {
            throw new IllegalStateException("released more often than retained: " + inode);
        }
        retained--;
        closesContent |= retained == 0;
        return retained == 0;
    }

    synchronized boolean isRemoved() {
        return removed;
    }

    /** A descriptor to read the content by, or that of a directory to make it stable by. */
    synchronized int readFd() throws HostException {
        if (readFd < 0) {
            readFd = cache.reopen(fd, OpenFlags.RDONLY);
        }
        return readFd;
    }

    /** The descriptor to read the content by if there is one already, else -1. */
    synchronized int readFdIfOpen() {
        return readFd;
    }

    /** A channel to send the content from, or null if the host does not let it be opened. */
    synchronized @Nullable FileChannel sender() throws HostException {
        if (sender == null) {
            try {
                sender = FileChannel.open(Path.of("/proc/self/fd/" + readFd()));
            } catch (IOException e) {
                return null;
            }
        }
        return sender;
    }

    /** A descriptor to write the content by. */
    synchronized int writeFd() throws HostException {
        if (writeFd < 0) {
            writeFd = cache.reopen(fd, OpenFlags.WRONLY);
        }
        return writeFd;
    }

    /** A descriptor to make the content stable by, whichever there is. */
    synchronized int anyFd() throws HostException {
        return writeFd >= 0 ? writeFd : readFd();
    }

    /** Closes all descriptors if nobody uses or retains the object; whether that is so. */
    synchronized boolean dropIfIdle() {
        if (uses > 0 || retained > 0) {
            return false;
        }
        drop();
        return true;
    }

    /** Closes all descriptors, at the end of the file system. */
    synchronized void drop() {
        if (!dropped) {
            dropped = true;
            closeContent();
            Libc.close(fd);
        }
    }

    private void closeContent() {
        closesContent = false;
        if (readFd >= 0) {
            Libc.close(readFd);
            readFd = -1;
        }
        if (writeFd >= 0) {
            Libc.close(writeFd);
            writeFd = -1;
        }
        FileChannel open = sender;
        if (open != null) {
            sender = null;
            try {
                open.close();
            } catch (IOException e) {
                // it was open for reading: nothing can be lost
            }
        }
    }

    private static FileStat completed(FileStat stat, long change, @Nullable Acl acl) {
        return new FileStat(
                stat.type(),
                stat.mode(),
                stat.linkCount(),
                stat.uid(),
                stat.gid(),
                stat.deviceMajor(),
                stat.deviceMinor(),
                stat.size(),
                stat.spaceUsed(),
                stat.fileId(),
                change,
                stat.accessTime(),
                stat.modifyTime(),
                stat.changeTime(),
                stat.birthTime(),
                acl);
    }

    @Override
    public String toString() {
        return inode + " at " + fd;
    }
}
