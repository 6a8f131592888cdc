package org.nfs41.server.local;

import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the named attributes of regular files and directories: {@code NAME} is the host's extended
 * attribute {@code user.NAME}. Safe for use by several threads.
 */
final class NamedAttributes {
    /** Cookies from 0 to 2 are reserved (RFC 8881 section 18.23.3). */
    private static final long FIRST_COOKIE = 3;

    private final AttributeStore store;
    private final ObjectCache cache;
    private final AttributeKeys keys;
    private final UserXattrs xattrs;

    NamedAttributes(AttributeStore store) {
        this.store = store;
        this.cache = store.volume().cache();
        this.keys = store.keys();
        this.xattrs = store.volume().xattrs();
    }

    /** The named attribute or the directory that has this key; NFS4ERR_STALE. */
    AttributeInode find(HandleKey key) throws HostException {
        try (OpenObject open = cache.acquire(AttributeKeys.objectOf(key))) {
            LocalInode object = open.inode();
            Volume.require(mayHaveSome(object), NfsStatus.STALE);
            if (AttributeKeys.isDirectory(key)) {
                return keys.directory(object);
            }
            for (Opaque name : xattrs.names(open.fd())) {
                if (keys.isOf(key, name)) {
                    return keys.attribute(object, name);
                }
            }
            throw new HostException(NfsStatus.STALE);
        }
    }

    /** Whether such an object can have any: the host keeps them for these two types only. */
    private boolean mayHaveSome(LocalInode object) {
        boolean type = object.isFile() || object.isDirectory();
        return type && xattrs.kept() && AttributeKeys.fit(object);
    }

    /** Whether the object has at least one. */
    boolean exist(LocalInode object) {
        if (!mayHaveSome(object)) {
            return false;
        }
        try (OpenObject open = cache.acquire(object)) {
            return !xattrs.names(open.fd()).isEmpty();
        } catch (HostException e) {
            return false;
        }
    }

    /** The directory of an object's named attributes, which is there for whoever may fill it. */
    Inode directory(Credentials caller, LocalInode object, boolean create) throws HostException {
        Volume.require(mayHaveSome(object), NfsStatus.NOTSUPP);
        try (OpenObject open = cache.acquire(object)) {
            FileStat stat = AttributeStore.searchable(caller, open);
            if (xattrs.names(open.fd()).isEmpty()) {
                Volume.require(create, NfsStatus.NOENT);
                AttributeStore.requireChangeable(caller, stat);
            }
            return keys.directory(object);
        }
    }

    Inode lookup(Credentials caller, AttributeInode directory, Opaque name) throws HostException {
        LocalInode object = AttributeStore.ofDirectory(directory);
        try (OpenObject open = cache.acquire(object);
                NameLocks.Held _ = store.locks().read(object)) {
            AttributeStore.searchable(caller, open);
            Volume.require(store.has(open, name), NfsStatus.NOENT);
            return keys.attribute(object, name.detach());
        }
    }

    /** The object itself. */
    Inode parent(Credentials caller, AttributeInode directory) throws HostException {
        LocalInode object = AttributeStore.ofDirectory(directory);
        try (OpenObject open = cache.acquire(object)) {
            AttributeStore.searchable(caller, open);
            return object;
        }
    }

    /**
     * Offers names in the order of their hashes, which are their cookies: so each keeps its place,
     * whatever others come and go, and over a restart too.
     */
    DirectoryRead read(
            Credentials caller,
            AttributeInode directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor)
            throws HostException {
        LocalInode object = AttributeStore.ofDirectory(directory);
        try (OpenObject open = cache.acquire(object)) {
            AttributeStore.searchable(caller, open);
            Volume.require(Cookies.isPossible(cookie), NfsStatus.BAD_COOKIE);
            boolean same = cookie == 0 || verifier == Cookies.VERIFIER;
            Volume.require(same, NfsStatus.NOT_SAME);
            NavigableMap<Long, Opaque> names = byCookie(open);
            for (Map.Entry<Long, Opaque> entry : names.tailMap(cookie, false).entrySet()) {
                NamedAttribute attribute = keys.attribute(object, entry.getValue());
                if (!visitor.visit(entry.getKey(), attribute.name(), attribute)) {
                    return new DirectoryRead(Cookies.VERIFIER, false);
                }
            }
            return new DirectoryRead(Cookies.VERIFIER, true);
        }
    }

    private NavigableMap<Long, Opaque> byCookie(OpenObject object) throws HostException {
        List<Opaque> names;
        try (NameLocks.Held _ = store.locks().read(object.inode())) {
            names = xattrs.names(object.fd());
        }
        NavigableMap<Long, Opaque> byCookie = new TreeMap<>();
        for (Opaque name : names) {
            byCookie.put(Math.max(keys.hashOf(name) & Long.MAX_VALUE, FIRST_COOKIE), name);
        }
        return byCookie;
    }

    /** Keeps one from being removed, and its object alive, until {@link #release}. */
    void retain(AttributeInode inode) throws HostException {
        cache.retain(inode.object());
        boolean done = false;
        try (OpenObject open = cache.acquire(inode.object());
                NameLocks.Held _ = store.locks().read(inode.object())) {
            if (inode instanceof NamedAttribute attribute) {
                Volume.require(store.has(open, attribute.name()), NfsStatus.STALE);
                store.retained().add(attribute);
            }
            done = true;
        } finally {
            if (!done) {
                cache.release(inode.object());
            }
        }
    }

    /** Takes back one {@link #retain}. */
    void release(AttributeInode inode) {
        if (inode instanceof NamedAttribute attribute) {
            store.retained().remove(attribute);
        }
        cache.release(inode.object());
    }
}
