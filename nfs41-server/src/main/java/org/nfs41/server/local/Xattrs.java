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
    private static final MethodHandle SETXATTR =
            Libc.bind("setxattr", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETXATTR =
            Libc.bind("getxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    private static final MethodHandle FGETXATTR =
            Libc.bind("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle REMOVEXATTR =
            Libc.bind("removexattr", JAVA_INT, ADDRESS, ADDRESS);

    private Xattrs() {}

    /** Makes the first {@code size} bytes of {@code value} the attribute's. */
    static int set(int fd, Opaque name, MemorySegment value, long size) {
        try {
            Scratch scratch = Scratch.current();
            MemorySegment state = scratch.callState();
            MemorySegment path = scratch.fdPath(fd);
            MemorySegment word = scratch.word(name);
            return Libc.checked(
                    (int) SETXATTR.invokeExact(state, path, word, value, size, 0), state);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Reads the attribute into {@code value}; returns its size. */
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
}
