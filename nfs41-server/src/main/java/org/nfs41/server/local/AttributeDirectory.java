package org.nfs41.server.local;

import org.nfs41.xdr.FileType;

/**
 * The directory of an object's named attributes. The host has no such thing: it is there whenever
 * it is asked for, and has what the object has.
 *
 * @param object whose it is
 * @param key what it is found again by
 * @param fileId its number
 */
record AttributeDirectory(LocalInode object, HandleKey key, long fileId) implements AttributeInode {
    @Override
    public FileType type() {
        return FileType.NF4ATTRDIR;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeDirectory that && object.equals(that.object);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
