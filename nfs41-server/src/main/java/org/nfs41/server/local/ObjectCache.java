package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The objects that are held open: those retained, those in use, and some that were used of late. An
 * object is in here once, whatever its names. Safe for use by several threads.
 */
final class ObjectCache {
    /** Idle objects are closed after this: the host cannot free one that it removes before. */
    private static final long IDLE_NANOS = 5_000_000_000L;

    /** At most this part of those that are idle goes at once when there are too many. */
    private static final int EVICTED_PART = 4;

    /** How many objects are remembered whose change attribute is ahead of their time. */
    private static final int MAX_AHEAD = 65_536;

    private final Finder finder;
    private final HostAcls acls;
    private final long mount;
    private final int capacity;
    private final int maxRetained;
    private final ConcurrentHashMap<HandleKey, OpenObject> objects = new ConcurrentHashMap<>();
    private final AtomicInteger retained = new AtomicInteger();
    private final ReentrantLock eviction = new ReentrantLock();

    /** Guarded by itself. */
    private final Map<HandleKey, Changes> ahead =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<HandleKey, Changes> eldest) {
                    return size() > MAX_AHEAD;
                }
            };

    /**
     * An empty cache.
     *
     * @param mount the only mount whose objects there are
     * @param capacity how many objects there may be before idle ones are closed
     * @param maxRetained how many may be retained
     */
    ObjectCache(Finder finder, HostAcls acls, long mount, int capacity, int maxRetained) {
        this.finder = finder;
        this.acls = acls;
        this.mount = mount;
        this.capacity = capacity;
        this.maxRetained = maxRetained;
    }

    /** The access control lists of all objects. */
    HostAcls acls() {
        return acls;
    }

    /** The object, opened if it is not; NFS4ERR_STALE if it is gone. The caller closes it. */
    OpenObject acquire(LocalInode inode) throws HostException {
        return acquire(inode.key());
    }

    /** The object with this key, as {@link #acquire(LocalInode)}. */
    OpenObject acquire(HandleKey key) throws HostException {
        OpenObject known = known(key);
        if (known != null) {
            return known;
        }
        OpenObject found = adopt(finder.open(key));
        if (!found.inode().key().equals(key)) {
            found.close();
            throw new HostException(NfsStatus.STALE);
        }
        return found;
    }

    /** The object with this key if it is open, else null. The caller closes it. */
    @Nullable OpenObject known(HandleKey key) {
        OpenObject known = objects.get(key);
        return known != null && known.use() ? known : null;
    }

    /**
     * The object with {@code name} in {@code directory}, a symbolic link itself; NFS4ERR_NOENT. The
     * caller closes it.
     */
    OpenObject child(OpenObject directory, Opaque name) throws HostException {
        int fd = openChild(directory.fd(), name);
        OpenObject child = adopt(fd);
        seen(directory, name, child);
        return child;
    }

    /** Tells that {@code child} has {@code name} in {@code directory} now. */
    void seen(OpenObject directory, Opaque name, OpenObject child) {
        finder.seen(directory.inode().key(), name, child.inode().key());
    }

    private int openChild(int directory, Opaque name) throws HostException {
        Scratch scratch = Scratch.current();
        int fd = Libc.openat(directory, scratch.entryName(name), OpenFlags.FIND, 0);
        if (fd == -Errno.EMFILE && evict(0)) {
            fd = Libc.openat(directory, scratch.entryName(name), OpenFlags.FIND, 0);
        }
        return HostException.check(fd);
    }

    /** The directory that {@code directory} is in. The caller closes it. */
    OpenObject above(OpenObject directory) throws HostException {
        Scratch scratch = Scratch.current();
        int flags = OpenFlags.FIND | OpenFlags.DIRECTORY;
        int fd = Libc.openat(directory.fd(), scratch.word(Opaque.utf8("..")), flags, 0);
        return adopt(HostException.check(fd));
    }

    /** What {@code fd} is open on, which stays the caller's; who also closes the object. */
    OpenObject reopened(int fd) throws HostException {
        return adopt(reopen(fd, OpenFlags.PATH));
    }

    /** The object that {@code fd} is open on; the descriptor is the cache's from now on. */
    OpenObject adopt(int fd) throws HostException {
        Statx stat;
        HandleKey key;
        try {
            stat = Statx.of(fd);
            if (stat.mount() != mount) {
                // what is mounted within the export is not part of it
                throw new HostException(NfsStatus.NOENT);
            }
            key = finder.keyOf(fd, stat);
        } catch (HostException e) {
            Libc.close(fd);
            throw e;
        }
        OpenObject object = objects.compute(key, (k, known) -> used(known, k, fd, stat));
        if (object.fd() != fd) {
            Libc.close(fd);
        } else if (stat.stat().linkCount() == 0) {
            object.removed();
            object.close();
            throw new HostException(NfsStatus.STALE);
        } else if (objects.size() > capacity) {
            evict(EVICTED_PART);
        }
        return object;
    }

    private OpenObject used(@Nullable OpenObject known, HandleKey key, int fd, Statx stat) {
        if (known != null && known.use()) {
            return known;
        }
        LocalInode inode = new LocalInode(key, stat.stat().fileId(), stat.stat().type());
        return new OpenObject(inode, fd, this, changesOf(key));
    }

    /** Keeps an object open until {@link #release}; NFS4ERR_DELAY if too many are. */
    void retain(LocalInode inode) throws HostException {
        try (OpenObject object = acquire(inode)) {
            if (object.retain() && retained.incrementAndGet() > maxRetained) {
                retained.decrementAndGet();
                var _ = object.release();
                throw new HostException(NfsStatus.DELAY);
            }
        }
    }

    /** Whether less than half of those that may be are retained. */
    boolean hasRoomToRetain() {
        return retained.get() < maxRetained / 2;
    }

    /** Takes back one {@link #retain}. */
    void release(LocalInode inode) {
        OpenObject known = objects.get(inode.key());
        if (known == null || !known.use()) {
            throw new IllegalStateException("released but not retained: " + inode);
        }
        try (known) {
            if (known.release()) {
                retained.decrementAndGet();
                if (known.hasNoName()) {
                    known.removed();
                }
            }
        }
    }

    /** Opens what {@code fd} is open on for its content. */
    int reopen(int fd, int flags) throws HostException {
        int all = flags | OpenFlags.CLOEXEC | OpenFlags.NONBLOCK;
        Scratch scratch = Scratch.current();
        int opened = Libc.openat(Libc.AT_FDCWD, scratch.fdPath(fd), all, 0);
        if (opened == -Errno.EMFILE && evict(0)) {
            opened = Libc.openat(Libc.AT_FDCWD, scratch.fdPath(fd), all, 0);
        }
        return HostException.check(opened);
    }

    /** Closes what nobody has used for a while; to be called now and then. */
    void closeIdle() {
        long now = System.nanoTime();
        for (OpenObject object : objects.values()) {
            if (now - object.lastUsed() > IDLE_NANOS) {
                drop(object);
            }
        }
    }

    /** Closes {@code object} unless somebody uses or retains it. */
    void drop(OpenObject object) {
        objects.computeIfPresent(
                object.inode().key(),
                (key, known) -> known == object && known.dropIfIdle() ? forget(known) : known);
    }

    /** Closes everything. */
    void close() {
        objects.values().forEach(OpenObject::drop);
        objects.clear();
    }

    /** How many objects are open. */
    int size() {
        return objects.size();
    }

    private @Nullable OpenObject forget(OpenObject dropped) {
        if (dropped.isRemoved()) {
            finder.gone(dropped.inode().key());
            return null;
        }
        if (dropped.changes().isAhead()) {
            synchronized (ahead) {
                ahead.put(dropped.inode().key(), dropped.changes());
            }
        }
        return null;
    }

    private Changes changesOf(HandleKey key) {
        synchronized (ahead) {
            Changes known = ahead.remove(key);
            return known != null ? known : new Changes();
        }
    }

    private record Idle(OpenObject object, long since) {}

    /** Closes the idle objects that were used longest ago, one in {@code part} or all (0). */
    private boolean evict(int part) {
        if (!eviction.tryLock()) {
            return false;
        }
        try {
            // the times go on changing: they are taken once
            List<Idle> byUse =
                    objects.values().stream()
                            .map(object -> new Idle(object, object.lastUsed()))
                            .sorted(Comparator.comparingLong(Idle::since))
                            .toList();
            int count = part == 0 ? byUse.size() : Math.min(byUse.size(), 1 + byUse.size() / part);
            byUse.subList(0, count).forEach(idle -> drop(idle.object()));
            return true;
        } finally {
            eviction.unlock();
        }
    }
}
