package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.DirectoryEntry;
import org.nfs41.ops.fs.EntryPlace;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A directory: its entries by name, and by cookie in the order of their making.
 *
 * <p>Entries change only under the write lock. Both maps may be read without a lock; {@link #find}
 * gives the answer of one moment even while a rename is under way.
 */
sealed class MemoryDirectory extends MemoryInode permits AttributeDirectory {
    /** Cookies 0 to 2 are reserved (RFC 8881 section 18.23.3). */
    private static final long FIRST_COOKIE = 3;

    private final ConcurrentHashMap<Opaque, Entry> byName = new ConcurrentHashMap<>(4);
    private final ConcurrentSkipListMap<Long, Entry> byCookie = new ConcurrentSkipListMap<>();
    private volatile long nextCookie = FIRST_COOKIE;

    /** Changed under this directory's write lock and, but at its making, the move lock. */
    private volatile @Nullable MemoryDirectory parent;

    /** A name: never changed, but replaced when a rename puts another object there. */
    record Entry(long cookie, Opaque name, MemoryInode inode) {
        private DirectoryEntry shown() {
            return new DirectoryEntry(cookie, name, inode);
        }
    }

    /** An empty directory; the root has no {@code parent}. */
    MemoryDirectory(FileStat stat, @Nullable MemoryDirectory parent) {
        super(stat);
        this.parent = parent;
    }

    /** What LOOKUPP leads to. */
    @Nullable MemoryInode above() {
        return parent;
    }

    @Nullable MemoryDirectory parent() {
        return parent;
    }

    void parentLocked(MemoryDirectory newParent) {
        parent = newParent;
    }

    /** The entry with {@code name}, as it is between two changes. */
    @Nullable Entry find(Opaque name) {
        long stamp = lock().tryOptimisticRead();
        if (stamp != 0) {
            Entry entry = byName.get(name);
            if (lock().validate(stamp)) {
                return entry;
            }
        }
        stamp = lock().readLock();
        try {
            return byName.get(name);
        } finally {
            lock().unlockRead(stamp);
        }
    }

    /** The entry with {@code name}, for those who hold the lock. */
    @Nullable Entry findLocked(Opaque name) {
        return byName.get(name);
    }

    boolean isEmptyLocked() {
        return byName.isEmpty();
    }

    /** Whether some entry has or had {@code cookie}, unsigned. */
    boolean hasHadCookie(long cookie) {
        return cookie >= FIRST_COOKIE && cookie < nextCookie;
    }

    /** The entries after {@code cookie}, in order, as they are when iterated over. */
    Collection<Entry> entriesAfter(long cookie) {
        return byCookie.tailMap(cookie, false).values();
    }

    /** Where a name is among the entries, as it is between two changes. */
    FsResult<EntryPlace> place(Opaque name) {
        long stamp = lock().readLock();
        try {
            Entry entry = byName.get(name);
            if (entry == null) {
                return FsResult.failed(NfsStatus.NOENT);
            }
            Map.Entry<Long, Entry> before = byCookie.lowerEntry(entry.cookie());
            return FsResult.ok(
                    new EntryPlace(
                            entry.shown(),
                            before == null ? null : before.getValue().shown(),
                            byCookie.higherEntry(entry.cookie()) == null));
        } finally {
            lock().unlockRead(stamp);
        }
    }

    /** Adds a name that is not there yet. */
    void addLocked(Opaque name, MemoryInode inode) {
        Entry entry = new Entry(nextCookie, name.detach(), inode);
        nextCookie = entry.cookie() + 1;
        byName.put(entry.name(), entry);
        byCookie.put(entry.cookie(), entry);
    }

    /** Puts another object in place of the one that {@code entry} has; the cookie stays. */
    void replaceLocked(Entry entry, MemoryInode inode) {
        Entry replacement = new Entry(entry.cookie(), entry.name(), inode);
        byName.put(entry.name(), replacement);
        byCookie.put(entry.cookie(), replacement);
    }

    void removeLocked(Entry entry) {
        byName.remove(entry.name());
        byCookie.remove(entry.cookie());
    }

    /** Notes that entries changed {@code now}, and how many more subdirectories there are. */
    void touchLocked(int moreSubdirectories, NfsTime now) {
        long entries = byName.mappingCount();
        statLocked(
                new StatEdit(stat())
                        .addLinks(moreSubdirectories)
                        .size(entries, entries * Space.ENTRY_BYTES)
                        .modified(now)
                        .done());
    }
}
