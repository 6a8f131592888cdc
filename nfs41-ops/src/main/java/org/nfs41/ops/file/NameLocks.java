package org.nfs41.ops.file;

import org.nfs41.ops.fs.FileRef;
import org.nfs41.xdr.Opaque;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks on names in directories: what a name stands for stays so while it is held. Needed where an
 * operation must first see whether others let the object go that it is about to take the name from.
 * Whatever gives or takes a name of an object that can be delegated takes its lock.
 *
 * <p>Names share locks. Those in file systems that may wait for storage share none with the others,
 * which are used by threads that must not wait. Of the locks of this package only those of {@link
 * NotifiedDirectories} are waited for with one held.
 */
final class NameLocks {
    /** A power of two, for more names at once than there are threads. */
    private static final int LOCKS = 1024;

    private final ReentrantLock[] quick = locks();
    private final ReentrantLock[] slow = locks();

    private static ReentrantLock[] locks() {
        ReentrantLock[] locks = new ReentrantLock[LOCKS];
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
        return locks;
    }

    /** A lock that is held, or two. */
    record Held(ReentrantLock first, ReentrantLock second) implements AutoCloseable {
        @Override
        public void close() {
            second.unlock();
            first.unlock();
        }
    }

    /** Waits for a name's lock. */
    Held hold(FileRef directory, Opaque name) {
        return hold(directory, name, directory, name);
    }

    /** Waits for the locks of two names, in the same file system, which may be the same. */
    Held hold(FileRef directory, Opaque name, FileRef otherDirectory, Opaque otherName) {
        ReentrantLock[] locks = directory.fileSystem().mayBlock() ? slow : quick;
        int one = indexOf(directory, name);
        int other = indexOf(otherDirectory, otherName);
        // always in the same order, or two could wait for each other
        Held held = new Held(locks[Math.min(one, other)], locks[Math.max(one, other)]);
        held.first().lock();
        held.second().lock();
        return held;
    }

    private static int indexOf(FileRef directory, Opaque name) {
        int hash = directory.object().hashCode() * 31 + name.hashCode();
        return (hash ^ hash >>> 16) & LOCKS - 1;
    }
}
