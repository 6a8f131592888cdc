package org.nfs41.server.local;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StableHow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Reads and writes named attributes. The host knows values as a whole only: what changes a part of
 * one reads it, changes it and sets it, while no one else who comes through the server changes any
 * of the same object. Safe for use by several threads.
 */
final class AttributeValues {
    private final Volume volume;
    private final NameLocks locks;

    AttributeValues(AttributeStore store) {
        this.volume = store.volume();
        this.locks = store.locks();
    }

    /** The attributes of a named attribute or a directory of these. */
    FileStat stat(AttributeInode inode) throws HostException {
        try (OpenObject open = volume.cache().acquire(inode.object())) {
            // before the size: a change in between makes the change attribute grow once more
            FileStat object = open.stat();
            long size = inode instanceof NamedAttribute attribute ? size(open, attribute) : 0;
            return AttributeRules.of(inode, object, size);
        }
    }

    /** Which access bits the caller has. */
    int granted(Credentials caller, AttributeInode inode) throws HostException {
        try (OpenObject open = volume.cache().acquire(inode.object())) {
            return AttributeRules.granted(caller, inode, open.stat());
        }
    }

    ReadResult read(
            Credentials caller,
            AttributeInode inode,
            long offset,
            ByteBuffer target,
            int index,
            int length)
            throws HostException {
        NamedAttribute attribute = requireAttribute(inode);
        try (OpenObject open = volume.cache().acquire(attribute.object())) {
            FileStat object = open.stat();
            Volume.require(AttributeRules.mayRead(caller, object), NfsStatus.ACCESS);
            MemorySegment value = Scratch.current().attribute();
            long size = get(open, attribute, value);
            int count = (int) Math.clamp(size - offset, 0L, length);
            part(target, index, count).copyFrom(value.asSlice(Math.min(offset, size), count));
            return new ReadResult(count, offset + count >= size);
        }
    }

    WriteResult write(
            Credentials caller,
            AttributeInode inode,
            long offset,
            ByteBuffer source,
            int index,
            int length,
            StableHow stability)
            throws HostException {
        NamedAttribute attribute = requireAttribute(inode);
        try (OpenObject open = volume.cache().acquire(attribute.object())) {
            FileStat object = open.stat();
            Volume.require(AttributeRules.mayWrite(caller, object), NfsStatus.ACCESS);
            long verifier = volume.stability().verifier();
            if (length > 0) {
                // not as much as fits: a value is whole or not there
                Volume.require(
                        offset <= UserXattrs.MAX_VALUE_BYTES - (long) length, NfsStatus.FBIG);
                try (NameLocks.Held _ = locks.write(attribute.object())) {
                    MemorySegment value = Scratch.current().attribute();
                    long size = resized(value, get(open, attribute, value), offset + length);
                    value.asSlice(offset, length).copyFrom(part(source, index, length));
                    set(open, attribute, value, size);
                }
            }
            // data alone would be the file's: DATA_SYNC has no way of its own
            boolean sync = !stability.equals(StableHow.UNSTABLE);
            if (sync) {
                volume.stability().object(open);
            }
            return new WriteResult(length, sync ? StableHow.FILE_SYNC : stability, verifier);
        }
    }

    long commit(AttributeInode inode) throws HostException {
        NamedAttribute attribute = requireAttribute(inode);
        try (OpenObject open = volume.cache().acquire(attribute.object())) {
            open.stat();
            size(open, attribute);
            long verifier = volume.stability().verifier();
            volume.stability().object(open);
            return verifier;
        }
    }

    void set(Credentials caller, AttributeInode inode, AttributeChanges changes)
            throws HostException {
        if (changes.equals(AttributeChanges.NONE)) {
            return;
        }
        boolean settable = inode instanceof NamedAttribute && hasOwn(changes);
        Volume.require(settable, NfsStatus.ATTRNOTSUPP);
        NamedAttribute attribute = requireAttribute(inode);
        Long size = changes.size();
        boolean fits = size == null || size <= UserXattrs.MAX_VALUE_BYTES;
        Volume.require(fits, NfsStatus.FBIG);
        try (OpenObject open = volume.cache().acquire(attribute.object())) {
            FileStat object = open.stat();
            Volume.require(AttributeRules.mayWrite(caller, object), NfsStatus.ACCESS);
            size(open, attribute);
            if (size != null) {
                try (NameLocks.Held _ = locks.write(attribute.object())) {
                    MemorySegment value = Scratch.current().attribute();
                    resized(value, get(open, attribute, value), size);
                    set(open, attribute, value, size);
                }
            }
            open.touch();
            volume.stability().object(open);
        }
    }

    /**
     * Whether these are all of what a named attribute has of its own, its size; or they say that it
     * changes now, which its change attribute can show.
     */
    private static boolean hasOwn(AttributeChanges changes) {
        return changes.mode() == null
                && changes.uid() == null
                && changes.gid() == null
                && changes.acl() == null
                && !(changes.accessTime() instanceof TimeChange.To)
                && !(changes.modifyTime() instanceof TimeChange.To);
    }

    /** Makes a value that may grow to {@code end} bytes zero there; returns its new size. */
    private static long resized(MemorySegment value, long size, long end) {
        if (end > size) {
            value.asSlice(size, end - size).fill((byte) 0);
        }
        return Math.max(size, end);
    }

    /** One that a program of the host has removed in between stays so. */
    private void set(OpenObject open, NamedAttribute attribute, MemorySegment value, long size)
            throws HostException {
        try {
            volume.xattrs().set(open.fd(), attribute.name(), value, size, Xattrs.REPLACE);
        } catch (HostException e) {
            throw ofObject(e);
        }
        open.touch();
    }

    private long size(OpenObject open, NamedAttribute attribute) throws HostException {
        return get(open, attribute, MemorySegment.NULL);
    }

    private long get(OpenObject open, NamedAttribute attribute, MemorySegment value)
            throws HostException {
        try {
            return volume.xattrs().get(open.fd(), attribute.name(), value);
        } catch (HostException e) {
            throw ofObject(e);
        }
    }

    private static HostException ofObject(HostException e) {
        return e.status().equals(NfsStatus.NOENT) ? new HostException(NfsStatus.STALE) : e;
    }

    private static NamedAttribute requireAttribute(AttributeInode inode) throws HostException {
        if (inode instanceof NamedAttribute attribute) {
            return attribute;
        }
        throw new HostException(NfsStatus.ISDIR);
    }

    private static MemorySegment part(ByteBuffer buffer, int index, int length) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear().slice(index, length));
    }
}
