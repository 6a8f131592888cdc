package org.nfs41.ops.fs;

/** An object that no other file system shows. */
record OwnObject(FileSystem fileSystem, Inode inode) {
    @Override
    public int hashCode() {
        return inode.hashCode();
    }
}
