package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A directory of the pseudo file system: the root, one on the way to an export, or the place that
 * an export covers. Complete, and not changed any more, once {@link PseudoFileSystem} is made.
 */
final class PseudoDirectory implements Inode {
    /** Cookies 0 to 2 are reserved (RFC 8881 section 18.23.3). */
    static final long FIRST_COOKIE = 3;

    private static final int MODE = 0555;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long fileId;
    private final @Nullable PseudoDirectory parent;
    private final String path;
    private final Map<Opaque, PseudoDirectory> children = new HashMap<>();
    private final TreeMap<Long, Opaque> namesByCookie = new TreeMap<>();
    private @Nullable Export mounted;

    PseudoDirectory(@Nullable PseudoDirectory parent, String path) {
        this.parent = parent;
        this.path = path;
        this.fileId = idOf(path);
    }

    @Override
    public long fileId() {
        return fileId;
    }

    @Override
    public FileType type() {
        return FileType.NF4DIR;
    }

    @Nullable PseudoDirectory parent() {
        return parent;
    }

    /** Where it is, for messages. */
    String path() {
        return path;
    }

    /** The export that covers this directory. */
    @Nullable Export mounted() {
        return mounted;
    }

    void mount(Export export) {
        mounted = export;
    }

    @Nullable PseudoDirectory child(Opaque name) {
        return children.get(name);
    }

    PseudoDirectory childOrNew(Opaque name) {
        PseudoDirectory child = children.get(name);
        if (child == null) {
            String prefix = path.equals("/") ? "" : path;
            child = new PseudoDirectory(this, prefix + "/" + name.utf8());
            children.put(name, child);
            namesByCookie.put(FIRST_COOKIE + namesByCookie.size(), name);
        }
        return child;
    }

    /** The names, by the cookie of each. */
    NavigableMap<Long, Opaque> namesByCookie() {
        return namesByCookie;
    }

    FileStat stat(NfsTime created) {
        int entries = children.size();
        return new FileStat(
                FileType.NF4DIR,
                MODE,
                2 + entries,
                0,
                0,
                0,
                0,
                entries,
                0,
                fileId,
                created.seconds() * NANOS_PER_SECOND + created.nanos(),
                created,
                created,
                created,
                created,
                null);
    }

    /** FNV-1a of the path: the same after a restart, so that handles stay good. */
    private static long idOf(String path) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : Opaque.utf8(path).toByteArray()) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
