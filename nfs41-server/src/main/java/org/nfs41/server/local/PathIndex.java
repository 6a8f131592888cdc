package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds objects by inode number and time of birth, where the kernel gives no handles: at the name
 * under which the server saw them last, else by looking through the whole export. Safe for use by
 * several threads.
 *
 * <p>A number is used again when its object is gone, but hardly with the same time of birth; where
 * the file system keeps no such time, another object may be taken for the first.
 */
final class PathIndex implements Finder {
    /** How many names are remembered. */
    private static final int MAX_PLACES = 262_144;

    /** How many objects are remembered that were not found, so as not to search again. */
    private static final int MAX_GONE = 16_384;

    /** A search ends after so many entries, some seconds of work. */
    private static final int MAX_SEARCHED = 1_000_000;

    /** Deeper than paths can be. */
    private static final int MAX_DEPTH = 2048;

    /** What a key begins with that is made here, and how long it is. */
    private static final byte FORM = 2;

    private static final int KEY_BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;
    private static final int NUMBER_AT = 1;

    private final int rootFd;
    private final long mount;
    private final HandleKey root;

    /** Held while the export is searched: the next one may find what this one has seen. */
    private final ReentrantLock search = new ReentrantLock();

    // guarded by places
    private final Map<HandleKey, Place> places = new Bounded<>(MAX_PLACES);
    private final Map<HandleKey, Boolean> gone = new Bounded<>(MAX_GONE);

    /** A name in a directory. */
    private record Place(HandleKey directory, Opaque name) {}

    /** Forgets what was used longest ago. */
    private static final class Bounded<V> extends LinkedHashMap<HandleKey, V> {
        private final int limit;

        Bounded(int limit) {
            super(16, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<HandleKey, V> eldest) {
            return size() > limit;
        }
    }

    /** An index of what is below {@code rootFd}, which stays open, in the same mount. */
    PathIndex(int rootFd, Statx root) {
        this.rootFd = rootFd;
        this.mount = root.mount();
        this.root = keyOf(root.stat());
    }

    @Override
    public HandleKey keyOf(int fd, Statx stat) {
        return keyOf(stat.stat());
    }

    private static HandleKey keyOf(FileStat stat) {
        ByteBuffer bytes = ByteBuffer.allocate(KEY_BYTES);
        bytes.put(FORM).putLong(stat.fileId());
        bytes.putLong(stat.birthTime().seconds()).putInt(stat.birthTime().nanos());
        return new HandleKey(bytes.array());
    }

    @Override
    public void seen(HandleKey directory, Opaque name, HandleKey key) {
        synchronized (places) {
            places.put(key, new Place(directory, name.detach()));
            gone.remove(key);
        }
    }

    @Override
    public void gone(HandleKey key) {
        synchronized (places) {
            places.remove(key);
            gone.put(key, true);
        }
    }

    @Override
    public int open(HandleKey key) throws HostException {
        if (key.length() != KEY_BYTES || key.byteAt(0) != FORM) {
            throw new HostException(NfsStatus.STALE);
        }
        int fd = openSeen(key, 0);
        if (fd < 0 && mayExist(key)) {
            search.lock();
            try {
                fd = openSeen(key, 0);
                if (fd < 0 && find(key)) {
                    fd = openSeen(key, 0);
                }
            } finally {
                search.unlock();
            }
        }
        if (fd < 0) {
            throw new HostException(NfsStatus.STALE);
        }
        return fd;
    }

    private boolean mayExist(HandleKey key) {
        synchronized (places) {
            return gone.get(key) == null;
        }
    }

    /** Opens the object where it was seen last; negative if it is not there. */
    private int openSeen(HandleKey key, int depth) throws HostException {
        if (key.equals(root)) {
            return openAt(rootFd, Opaque.utf8("."));
        }
        Place place = placeOf(key);
        if (place == null || depth > MAX_DEPTH) {
            return -Errno.ENOENT;
        }
        int directory = openSeen(place.directory(), depth + 1);
        if (directory < 0) {
            return directory;
        }
        int fd;
        try {
            fd = openAt(directory, place.name());
        } finally {
            Libc.close(directory);
        }
        if (fd >= 0 && !isObject(fd, key)) {
            Libc.close(fd);
            return -Errno.ENOENT;
        }
        return fd;
    }

    private @Nullable Place placeOf(HandleKey key) {
        synchronized (places) {
            return places.get(key);
        }
    }

    private boolean isObject(int fd, HandleKey key) {
        try {
            Statx stat = Statx.of(fd);
            return stat.mount() == mount && keyOf(stat.stat()).equals(key);
        } catch (HostException e) {
            return false;
        }
    }

    private static int openAt(int directory, Opaque name) {
        Scratch scratch = Scratch.current();
        boolean here = name.length() == 1 && name.byteAt(0) == '.';
        return Libc.openat(
                directory, here ? scratch.word(name) : scratch.entryName(name), OpenFlags.FIND, 0);
    }

    /** Looks through all directories for an object with the number in {@code key}. */
    private boolean find(HandleKey key) throws HostException {
        long number = key.buffer().getLong(NUMBER_AT);
        Deque<HandleKey> directories = new ArrayDeque<>();
        directories.add(root);
        int left = MAX_SEARCHED;
        while (!directories.isEmpty()) {
            HandleKey directory = directories.remove();
            int fd = openSeen(directory, 0);
            if (fd < 0) {
                continue;
            }
            try (DirectoryReader reader = DirectoryReader.open(fd, 0)) {
                while (reader.next()) {
                    left--;
                    if (left < 0) {
                        // it may be there: nobody can tell in time
                        throw new HostException(NfsStatus.STALE);
                    }
                    if (reader.inode() != number && !reader.mayBeDirectory()) {
                        continue;
                    }
                    HandleKey found = look(fd, directory, reader.name(), directories);
                    if (found != null && key.equals(found)) {
                        return true;
                    }
                }
            } catch (HostException e) {
                if (left < 0) {
                    throw e;
                }
                // a directory that went away, or that may not be read
            } finally {
                Libc.close(fd);
            }
        }
        gone(key);
        return false;
    }

    /** Notes where an object is; one that is a directory is to be searched, too. */
    private @Nullable HandleKey look(
            int fd, HandleKey directory, Opaque name, Deque<HandleKey> directories) {
        Statx stat;
        try {
            stat = Statx.of(fd, name);
        } catch (HostException e) {
            return null;
        }
        if (stat.mount() != mount) {
            return null;
        }
        HandleKey key = keyOf(stat.stat());
        seen(directory, name, key);
        if (stat.stat().type().equals(FileType.NF4DIR)) {
            directories.add(key);
        }
        return key;
    }
}
