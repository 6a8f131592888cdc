package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory in which one thread gives arguments to the C library and takes results. Each part is
 * good until the thread uses it again for the next call.
 */
final class Scratch {
    /** Paths and the texts of symbolic links with their zero byte are no longer than this. */
    static final int PATH_BYTES = 4096;

    /** What one reading of a directory brings: some hundred entries. */
    static final int ENTRIES_BYTES = 32 * 1024;

    /** The largest READ and WRITE: each of them is one call. */
    static final int DATA_BYTES = 1 << 20;

    /** The largest value of an extended attribute (xattr(7)). */
    private static final int ATTRIBUTE_BYTES = 64 * 1024;

    /** Two times, or the limits of a resource. */
    private static final int PAIRS_BYTES = 32;

    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = arena.allocate(Libc.callStateLayout());
    private final MemorySegment name = arena.allocate(PATH_BYTES);
    private final MemorySegment otherName = arena.allocate(PATH_BYTES);
    private final MemorySegment fdPath = arena.allocate(64);
    private final MemorySegment empty = arena.allocate(1);
    private final MemorySegment stat = arena.allocate(Statx.BYTES, Long.BYTES);
    private final MemorySegment handle = arena.allocate(KernelHandles.STRUCT_BYTES, Long.BYTES);
    private final MemorySegment pairs = arena.allocate(PAIRS_BYTES, Long.BYTES);
    private final MemorySegment pages = arena.allocate(CachedPages.BYTES, Long.BYTES);
    private @Nullable MemorySegment entries;
    private @Nullable MemorySegment attribute;
    private @Nullable MemorySegment data;
    private @Nullable Prefetched prefetched;

    private Scratch() {}

    /** That of the calling thread. */
    static Scratch current() {
        return CURRENT.get();
    }

    MemorySegment callState() {
        return callState;
    }

    /** The name that means the descriptor itself. */
    MemorySegment empty() {
        return empty;
    }

    /**
     * The name of a directory entry.
     *
     * @throws IllegalArgumentException if it is none: this is what keeps each step on the way of a
     *     client within the directory where it begins
     */
    MemorySegment entryName(Opaque entry) {
        return entryName(name, entry);
    }

    /** A second name, as {@link #entryName}. */
    MemorySegment otherEntryName(Opaque entry) {
        return entryName(otherName, entry);
    }

    /** Any bytes without a zero, as the text of a symbolic link; in the place of a second name. */
    MemorySegment text(Opaque text) {
        return put(otherName, text);
    }

    /** A path of the host, or a word. */
    MemorySegment word(Opaque word) {
        return put(name, word);
    }

    /** The path by which the kernel finds what {@code fd} is open on, whatever its names. */
    MemorySegment fdPath(int fd) {
        String path = "/proc/self/fd/" + fd;
        fdPath.setString(0, path);
        return fdPath;
    }

    /** Takes the text of a symbolic link. */
    MemorySegment path() {
        return otherName;
    }

    MemorySegment stat() {
        return stat;
    }

    MemorySegment handle() {
        return handle;
    }

    MemorySegment pairs() {
        return pairs;
    }

    /** A question about the page cache and the answer. */
    MemorySegment pages() {
        return pages;
    }

    /** Takes the entries of a directory. */
    MemorySegment entries() {
        MemorySegment made = entries;
        if (made == null) {
            made = arena.allocate(ENTRIES_BYTES, Long.BYTES);
            entries = made;
        }
        return made;
    }

    /** Takes the value of an extended attribute, of any size that the host allows. */
    MemorySegment attribute() {
        MemorySegment made = attribute;
        if (made == null) {
            made = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            attribute = made;
        }
        return made;
    }

    /** One piece of memory, as {@code preadv2} is told of it. */
    MemorySegment piece(MemorySegment memory, long length) {
        pairs.set(ValueLayout.ADDRESS, 0, memory);
        pairs.set(ValueLayout.JAVA_LONG, Long.BYTES, length);
        return pairs;
    }

    /** Takes the content of a file on its way to or from the heap; nothing is prefetched then. */
    MemorySegment data() {
        prefetched = null;
        MemorySegment made = data;
        if (made == null) {
            made = arena.allocate(DATA_BYTES, Long.BYTES);
            data = made;
        }
        return made;
    }

    /** Remembers what {@link #data} holds from now on. */
    void prefetched(Prefetched content) {
        prefetched = content;
    }

    /** Whether {@link #data} holds this; then, and in any case, it is no longer prefetched. */
    @Nullable Prefetched takePrefetched(HandleKey file, long offset, int wanted) {
        Prefetched found = prefetched;
        prefetched = null;
        boolean fits =
                found != null
                        && found.offset() == offset
                        && found.wanted() >= wanted
                        && found.file().equals(file);
        return fits ? found : null;
    }

    private static MemorySegment entryName(MemorySegment target, Opaque entry) {
        int length = entry.length();
        boolean dots =
                length <= 2
                        && (length == 0
                                || (entry.byteAt(0) == '.' && entry.byteAt(length - 1) == '.'));
        if (dots) {
            throw new IllegalArgumentException("not the name of an entry: " + entry);
        }
        for (int i = 0; i < length; i++) {
            if (entry.byteAt(i) == '/') {
                throw new IllegalArgumentException("a path in place of a name: " + entry);
            }
        }
        return put(target, entry);
    }

    private static MemorySegment put(MemorySegment target, Opaque bytes) {
        int length = bytes.length();
        if (length >= PATH_BYTES) {
            throw new IllegalArgumentException(length + " bytes are too long for a path");
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes.byteAt(i);
            if (b == 0) {
                throw new IllegalArgumentException("a zero byte in a name: " + bytes);
            }
            target.set(ValueLayout.JAVA_BYTE, i, b);
        }
        target.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
        return target;
    }
}
