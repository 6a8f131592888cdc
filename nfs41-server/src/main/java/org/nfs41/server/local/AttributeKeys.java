package org.nfs41.server.local;

import org.nfs41.ops.fs.HandleCheck;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;

/**
 * Makes the keys of named attributes and of their directories: that of the object, and behind what
 * kind of thing it is a hash of the name, which is then found in the list of all names. The hash is
 * made with the server's secret, so that no client can find two names that have the same. Immutable
 * and safe for use by several threads.
 */
final class AttributeKeys {
    /** What a key begins with that is made here: {@link Finder}s have others. */
    private static final byte OF_DIRECTORY = 3;

    private static final byte OF_ATTRIBUTE = 4;

    private static final int KIND_BYTES = 1;
    private static final int HASH_AT = KIND_BYTES;
    private static final int PREFIX_BYTES = KIND_BYTES + Long.BYTES;

    /** The numbers of other objects are the host's, which counts from 1. */
    private static final long NOT_THE_HOSTS = Long.MIN_VALUE;

    private final HandleCheck hash;

    AttributeKeys(Opaque secret) {
        hash = new HandleCheck(secret);
    }

    /** Whether there is room for such a key. */
    static boolean fit(LocalInode object) {
        return object.key().length() <= Finder.MAX_KEY_BYTES - PREFIX_BYTES;
    }

    /** Whether the key is that of a named attribute or of a directory of these. */
    static boolean areOf(HandleKey key) {
        return key.byteAt(0) == OF_DIRECTORY || key.byteAt(0) == OF_ATTRIBUTE;
    }

    /** Whether the key is that of a directory. */
    static boolean isDirectory(HandleKey key) {
        return key.byteAt(0) == OF_DIRECTORY;
    }

    /** The key of the object; NFS4ERR_STALE. */
    static HandleKey objectOf(HandleKey key) throws HostException {
        int prefix = isDirectory(key) ? KIND_BYTES : PREFIX_BYTES;
        Volume.require(key.length() > prefix, NfsStatus.STALE);
        return key.without(prefix);
    }

    /** Whether the key, which is that of an attribute, is made of this name. */
    boolean isOf(HandleKey key, Opaque name) {
        return key.buffer().getLong(HASH_AT) == hashOf(name);
    }

    /** A number that the name has in any directory of attributes. */
    long hashOf(Opaque name) {
        return hash.of(0, name, 0);
    }

    /** The directory of an object's named attributes. */
    AttributeDirectory directory(LocalInode object) {
        ByteBuffer bytes = ByteBuffer.allocate(KIND_BYTES + object.key().length());
        bytes.put(OF_DIRECTORY);
        HandleKey key = completed(bytes, object);
        return new AttributeDirectory(object, key, fileIdOf(key));
    }

    /** An object's named attribute with a name that is good to keep. */
    NamedAttribute attribute(LocalInode object, Opaque name) {
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX_BYTES + object.key().length());
        bytes.put(OF_ATTRIBUTE).putLong(hashOf(name));
        HandleKey key = completed(bytes, object);
        return new NamedAttribute(object, name, key, fileIdOf(key));
    }

    private static HandleKey completed(ByteBuffer bytes, LocalInode object) {
        object.key().putTo(bytes);
        return HandleKey.of(Opaque.wrap(bytes.flip()), 0);
    }

    private long fileIdOf(HandleKey key) {
        return hash.of(0, Opaque.wrap(key.buffer()), 0) | NOT_THE_HOSTS;
    }
}
