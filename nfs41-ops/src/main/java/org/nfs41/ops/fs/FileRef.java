package org.nfs41.ops.fs;

/**
 * An object of the server's name space: what a filehandle stands for.
 *
 * <p>Immutable; two are equal when export and object are: the same object in another export is
 * another one to clients.
 *
 * @param export the export by which the client came to it
 * @param inode the object, one of the export's file system
 */
public record FileRef(Export export, Inode inode) {
    /** The file system that the object is in. */
    public FileSystem fileSystem() {
        return export.fileSystem();
    }

    /**
     * What tells the object from all others, whatever export the client came by: {@link
     * FileSystem#identityOf}.
     */
    public Object object() {
        return fileSystem().identityOf(inode);
    }

    /** Whether the other object is in the same export; if not, LINK and RENAME are XDEV. */
    public boolean isInSameExport(FileRef other) {
        return export.id() == other.export.id();
    }
}
