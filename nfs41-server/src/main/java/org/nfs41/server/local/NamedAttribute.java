package org.nfs41.server.local;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.Opaque;

/**
 * A named attribute, which is an extended attribute of the host. It is known by its object and its
 * name: with another name it is another one, and one that is made again is the same.
 *
 * @param object whose it is
 * @param name its name, without the host's namespace
 * @param key what it is found again by
 * @param fileId its number
 */
record NamedAttribute(LocalInode object, Opaque name, HandleKey key, long fileId)
        implements AttributeInode {
    @Override
    public FileType type() {
        return FileType.NF4NAMEDATTR;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedAttribute that
                && object.equals(that.object)
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
