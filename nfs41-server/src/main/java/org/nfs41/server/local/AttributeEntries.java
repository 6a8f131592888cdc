package org.nfs41.server.local;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;

/** Makes, removes and renames named attributes. Safe for use by several threads. */
final class AttributeEntries {
    private final AttributeStore store;
    private final UserXattrs xattrs;

    AttributeEntries(AttributeStore store) {
        this.store = store;
        this.xattrs = store.volume().xattrs();
    }

    /** One creation, as it was asked for; the size is all that a named attribute has of its own. */
    private record Wish(Credentials caller, Opaque name, long size, CreateMode mode) {}

    Created create(
            Credentials caller,
            AttributeInode directory,
            Opaque name,
            NewObject made,
            AttributeChanges initial,
            CreateMode mode)
            throws HostException {
        LocalInode object = AttributeStore.ofDirectory(directory);
        Volume.require(made instanceof NewObject.OfFile, NfsStatus.WRONG_TYPE);
        Volume.require(!(mode instanceof CreateMode.Exclusive), NfsStatus.INVAL);
        Long size = initial.size();
        Wish wish = new Wish(caller, name.detach(), size == null ? 0 : size, mode);
        try (OpenObject open = store.volume().cache().acquire(object)) {
            Created created;
            try (NameLocks.Held _ = store.locks().write(object)) {
                created = createLocked(wish, open);
            }
            if (created.created()) {
                store.volume().stability().object(open);
            }
            return created;
        }
    }

    private Created createLocked(Wish wish, OpenObject open) throws HostException {
        FileStat before = AttributeStore.searchable(wish.caller(), open);
        NamedAttribute attribute = store.keys().attribute(open.inode(), wish.name());
        boolean taken = store.has(open, wish.name());
        if (!taken) {
            AttributeStore.requireChangeable(wish.caller(), before);
            taken = !make(wish, open);
        }
        if (!taken) {
            return new Created(attribute, true, AttributeStore.changed(before, open));
        }
        Volume.require(wish.mode() instanceof CreateMode.Unchecked, NfsStatus.EXIST);
        return new Created(attribute, false, AttributeStore.unchanged(before));
    }

    /** Makes it of zeros; false if a program of the host was faster. */
    private boolean make(Wish wish, OpenObject open) throws HostException {
        Volume.require(wish.size() <= UserXattrs.MAX_VALUE_BYTES, NfsStatus.FBIG);
        Volume.require(xattrs.hasRoomForName(open.fd(), wish.name()), NfsStatus.NOSPC);
        MemorySegment value = Scratch.current().attribute();
        value.asSlice(0, wish.size()).fill((byte) 0);
        try {
            xattrs.set(open.fd(), wish.name(), value, wish.size(), Xattrs.CREATE);
            return true;
        } catch (HostException e) {
            if (e.status().equals(NfsStatus.EXIST)) {
                return false;
            }
            throw e;
        }
    }

    ChangeInfo remove(Credentials caller, AttributeInode directory, Opaque name)
            throws HostException {
        LocalInode object = AttributeStore.ofDirectory(directory);
        try (OpenObject open = store.volume().cache().acquire(object)) {
            ChangeInfo change;
            try (NameLocks.Held _ = store.locks().write(object)) {
                change = removeLocked(caller, open, name);
            }
            store.volume().stability().object(open);
            return change;
        }
    }

    private ChangeInfo removeLocked(Credentials caller, OpenObject open, Opaque name)
            throws HostException {
        FileStat before = AttributeStore.searchable(caller, open);
        Volume.require(store.has(open, name), NfsStatus.NOENT);
        AttributeStore.requireChangeable(caller, before);
        requireNotRetained(open.inode(), name);
        xattrs.remove(open.fd(), name);
        return AttributeStore.changed(before, open);
    }

    Renamed rename(
            Credentials caller, AttributeInode from, Opaque oldName, Inode to, Opaque newName)
            throws HostException {
        LocalInode object = AttributeStore.ofDirectory(from);
        Volume.require(from.equals(to), NfsStatus.XDEV);
        try (OpenObject open = store.volume().cache().acquire(object)) {
            ChangeInfo change;
            try (NameLocks.Held _ = store.locks().write(object)) {
                change = renameLocked(caller, open, oldName, newName);
            }
            store.volume().stability().object(open);
            return new Renamed(change, change);
        }
    }

    /**
     * First the value is set under the new name, then the old name removed: the host has no way to
     * do both in one step, and so nothing is lost in between.
     */
    private ChangeInfo renameLocked(
            Credentials caller, OpenObject open, Opaque oldName, Opaque newName)
            throws HostException {
        FileStat before = AttributeStore.searchable(caller, open);
        Volume.require(store.has(open, oldName), NfsStatus.NOENT);
        if (oldName.equals(newName)) {
            return AttributeStore.unchanged(before);
        }
        AttributeStore.requireChangeable(caller, before);
        Volume.require(UserXattrs.check(newName));
        requireNotRetained(open.inode(), oldName);
        requireNotRetained(open.inode(), newName);
        Volume.require(xattrs.hasRoomForName(open.fd(), newName), NfsStatus.NOSPC);
        MemorySegment value = Scratch.current().attribute();
        long size = xattrs.get(open.fd(), oldName, value);
        xattrs.set(open.fd(), newName, value, size, 0);
        xattrs.remove(open.fd(), oldName);
        return AttributeStore.changed(before, open);
    }

    /** Why a named attribute gets no further name, and nothing else one among these. */
    static NfsStatus linkRefusal(Inode target, Inode directory) {
        boolean ofSame =
                target instanceof NamedAttribute attribute
                        && directory instanceof AttributeDirectory attributes
                        && attribute.object().equals(attributes.object());
        return ofSame ? NfsStatus.NOTSUPP : NfsStatus.XDEV;
    }

    private void requireNotRetained(LocalInode object, Opaque name) throws HostException {
        store.retained().requireNot(store.keys().attribute(object, name));
    }
}
