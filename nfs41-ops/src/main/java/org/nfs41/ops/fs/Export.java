package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Fsid;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A file system with its place in the server's name space.
 *
 * @param id what filehandles and the file system id name the export by: unique on the server, the
 *     same after a restart, not 0 and not {@link #PSEUDO_ID}
 * @param path where clients find it: {@code /} or {@code /a/b}
 * @param fileSystem what is found there
 * @param policy which clients may do what with it
 */
public record Export(int id, String path, FileSystem fileSystem, ExportPolicy policy) {
    /** The id of the pseudo file system. */
    public static final int PSEUDO_ID = 1;

    private static final int MAX_NAME_BYTES = 255;

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if the path is not absolute, ends in a slash, or has a
     *     component that no directory entry may have; or if the id is 0
     */
    public Export {
        if (id == 0) {
            throw new IllegalArgumentException("an export's id is not 0");
        }
        if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "an export's path begins with a slash and does not end with one: " + path);
        }
        for (Opaque name : componentsOf(path)) {
            if (!FileNames.check(name, MAX_NAME_BYTES).equals(NfsStatus.OK)) {
                throw new IllegalArgumentException(
                        "an export's path has names between single slashes, none of them '.' or"
                                + " '..' or over 255 bytes: "
                                + path);
            }
        }
    }

    /** An export for everybody. */
    public Export(int id, String path, FileSystem fileSystem) {
        this(id, path, fileSystem, ExportPolicy.OPEN);
    }

    /** An export for everybody, whose id is made from its path: the same after a restart. */
    public static Export of(String path, FileSystem fileSystem) {
        return of(path, fileSystem, ExportPolicy.OPEN);
    }

    /** An export whose id is made from its path, so that it is the same after a restart. */
    public static Export of(String path, FileSystem fileSystem, ExportPolicy policy) {
        CRC32 hash = new CRC32();
        hash.update(path.getBytes(StandardCharsets.UTF_8));
        int id = (int) hash.getValue();
        boolean taken = id == 0 || id == PSEUDO_ID;
        return new Export(taken ? ~id : id, path, fileSystem, policy);
    }

    /** The file system id that clients see (RFC 8881 section 5.8.1.9). */
    public Fsid fsid() {
        return new Fsid(Integer.toUnsignedLong(id), 0);
    }

    /** The names on the way from the pseudo root to here; none for {@code /}. */
    List<Opaque> components() {
        return componentsOf(path);
    }

    private static List<Opaque> componentsOf(String path) {
        return path.equals("/")
                ? List.of()
                : List.of(path.substring(1).split("/", -1)).stream().map(Opaque::utf8).toList();
    }

    /** Whether it is the same place: what it lets whom do may change while files are open. */
    @Override
    @SuppressWarnings("ReferenceEquality") // a file system is itself and no other
    public boolean equals(@Nullable Object other) {
        return other instanceof Export that && id == that.id && fileSystem == that.fileSystem;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
