package org.nfs41.ops.fs;

/**
 * An object of the server's name space: what a filehandle stands for.
 *
 * <p>Immutable; two are equal when export and object are.
 *
 * @param export the export by which the client came to it
 * @param inode the object, one of the export's file system
 */
public record FileRef(Export export, Inode inode) {
    /** The file system that the object is in. */
    public FileSystem fileSystem() {
        return export.fileSystem();
    }

    /** Whether the other object is in the same export; if not, LINK and RENAME are XDEV. */
    public boolean isInSameExport(FileRef other) {
        return export.id() == other.export.id();
    }
}
