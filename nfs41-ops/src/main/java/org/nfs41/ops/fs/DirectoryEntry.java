package org.nfs41.ops.fs;

import org.nfs41.xdr.Opaque;

/**
 * An entry as {@link FileSystem#readDirectory} offers it.
 *
 * @param cookie where to go on after it
 * @param name its name, good to keep
 * @param inode its object
 */
public record DirectoryEntry(long cookie, Opaque name, Inode inode) {}
