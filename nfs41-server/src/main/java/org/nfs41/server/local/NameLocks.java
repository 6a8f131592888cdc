package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes changes of the names in a directory one step for all who come through the server: an object
 * is seen when it has all its attributes. The host's own programs are not held up.
 *
 * <p>A lock is for all directories with one remainder of their hash. Safe for use by several
 * threads; whoever holds a lock takes no other one.
 */
final class NameLocks {
    /** Enough for the threads that there are to meet rarely. */
    private static final int COUNT = 256;

    private final ReadWriteLock[] locks = new ReadWriteLock[COUNT];

    NameLocks() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantReadWriteLock();
        }
    }

    /** One or two locks that are held until this is closed. */
    record Held(Lock first, @Nullable Lock second) implements AutoCloseable {
        private static Held take(Lock first, @Nullable Lock second) {
            first.lock();
            if (second != null) {
                second.lock();
            }
            return new Held(first, second);
        }

        @Override
        public void close() {
            if (second != null) {
                second.unlock();
            }
            first.unlock();
        }
    }

    /** Keeps the names of {@code directory} from being changed. */
    Held read(LocalInode directory) {
        return Held.take(locks[indexOf(directory)].readLock(), null);
    }

    /** Keeps all others from the names of {@code directory}. */
    Held write(LocalInode directory) {
        return write(directory, directory);
    }

    /** Keeps all others from the names of both directories. */
    Held write(LocalInode one, LocalInode other) {
        int low = Math.min(indexOf(one), indexOf(other));
        int high = Math.max(indexOf(one), indexOf(other));
        Lock second = high == low ? null : locks[high].writeLock();
        return Held.take(locks[low].writeLock(), second);
    }

    private static int indexOf(LocalInode directory) {
        int hash = directory.hashCode();
        return (hash ^ hash >>> 16) & (COUNT - 1);
    }
}
