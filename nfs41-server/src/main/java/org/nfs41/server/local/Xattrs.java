package org.nfs41.server.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library for extended attributes, with results as those of {@link Libc}. An
 * object is named by a descriptor that need not be open for its content. Stateless.
 */
final class Xattrs {
    /**
     * For {@link #set}: fail with EEXIST if there is such an attribute, ENODATA if there is none.
     */
    static final int CREATE = 1;

    static final int REPLACE = 2;

    private static final MethodHandle SETXATTR =
            Libc.bind("setxattr", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETXATTR =
            Libc.bind("getxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    private static final MethodHandle FGETXATTR =
            Libc.bind("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle REMOVEXATTR =
            Libc.bind("removexattr", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle LISTXATTR =
            Libc.bind("listxattr", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);

    private Xattrs() {}

    /** Makes the first {@code size} bytes of {@code value} the attribute's. */
    static int set(int fd, Opaque name, MemorySegment value, long size) {
        return set(fd, name, value, size, 0);
    }

    /**
     * As {@link #set(int, Opaque, MemorySegment, long)}, with {@link #CREATE} or {@link #REPLACE}.
     */
    static int set(int fd, Opaque name, MemorySegment value, long size, int flags) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment path = scratch.fdPath(fd);
            MemorySegment word = scratch.word(name);
            return Libc.checked(
                    (int) SETXATTR.invokeExact(state, path, word, value, size, flags), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /**
     * Reads the attribute into {@code value}; returns its size, and does no more than that if there
     * is no room at all.
     */
    static long get(int fd, Opaque name, MemorySegment value) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment path = scratch.fdPath(fd);
            MemorySegment word = scratch.word(name);
            long most = value.byteSize();
            return Libc.checked((long) GETXATTR.invokeExact(state, path, word, value, most), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** As {@link #get} by a descriptor that is open for the content, which is quicker. */
    static long getByContent(int fd, Opaque name, MemorySegment value) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment word = scratch.word(name);
            long most = value.byteSize();
            return Libc.checked((long) FGETXATTR.invokeExact(state, fd, word, value, most), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Removes the attribute. */
    static int remove(int fd, Opaque name) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment path = scratch.fdPath(fd);
            MemorySegment word = scratch.word(name);
            return Libc.checked((int) REMOVEXATTR.invokeExact(state, path, word), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Puts the names of all attributes into {@code names}, each with its zero byte. */
    static long list(int fd, MemorySegment names) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment path = scratch.fdPath(fd);
            long most = names.byteSize();
            return Libc.checked((long) LISTXATTR.invokeExact(state, path, names, most), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }
}
