package org.nfs41.ops.fs;

import org.nfs41.xdr.FileType;

/**
 * An object of a file system: a file, directory, symbolic link or special file, whatever its names.
 *
 * <p>A {@link FileSystem} implements it with whatever it needs to find the object again. Callers
 * treat it as opaque: they get it from one file system and give it back to the same one.
 *
 * <p>Two inodes are {@link Object#equals equal}, with equal hash codes, exactly when they are the
 * same object of the same file system, so that an inode is a fit key for open and lock state.
 * Immutable in what this interface shows, and safe for use by several threads. Holding one keeps
 * nothing alive: for that, see {@link FileSystem#retain}.
 */
public interface Inode {
    /**
     * The number by which users know the object ({@code fileid}, RFC 8881 section 5.8.2.7): unique
     * in the file system as long as the object lives, unsigned, not 0.
     */
    long fileId();

    /** What kind of object it is; this never changes. */
    FileType type();
}
