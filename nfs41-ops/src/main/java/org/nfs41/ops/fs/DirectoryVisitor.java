package org.nfs41.ops.fs;

import org.nfs41.xdr.Opaque;

/** Takes the entries of a directory one by one; see {@link FileSystem#readDirectory}. */
@FunctionalInterface
public interface DirectoryVisitor {
    /**
     * Offers an entry.
     *
     * @param cookie where to go on after this entry: greater than 2
     * @param name the entry's name, good to keep
     * @param inode the entry's object, whose attributes are cheap to ask for now; it may be gone by
     *     then
     * @return true if the entry was taken; false to end the reading, so that this entry is the
     *     first one that a later reading from the cookie before it offers
     */
    boolean visit(long cookie, Opaque name, Inode inode);
}
