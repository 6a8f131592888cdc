package org.nfs41.server.local;

import org.nfs41.xdr.FileType;

/**
 * An object of the host, by what its filehandle says. Two are equal when their keys are: number and
 * type follow from these.
 *
 * @param key what it is found again by
 * @param fileId the inode number
 * @param type what it is
 */
record LocalInode(HandleKey key, long fileId, FileType type) implements HostInode {
    boolean isDirectory() {
        return type.equals(FileType.NF4DIR);
    }

    boolean isFile() {
        return type.equals(FileType.NF4REG);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalInode that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
