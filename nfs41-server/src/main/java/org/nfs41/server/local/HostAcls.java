package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The access control lists that the host has beside the modes of its objects. Safe for use by
 * several threads.
 *
 * @param kept whether the host's file system has any
 */
record HostAcls(boolean kept) {
    private static final Opaque ACCESS = Opaque.utf8("system.posix_acl_access");
    private static final Opaque DEFAULT = Opaque.utf8("system.posix_acl_default");

    /** Those of the file system that {@code fd} is open in. */
    static HostAcls of(int fd) {
        long size = Xattrs.get(fd, ACCESS, Scratch.current().attribute());
        return new HostAcls(size != -Errno.EOPNOTSUPP && size != -Errno.ENOSYS);
    }

    /** The list that decides who may use the object; null if its mode says all. */
    @Nullable PosixAcl access(int fd) throws HostException {
        MemorySegment value = Scratch.current().attribute();
        return kept ? decode(Xattrs.get(fd, ACCESS, value), value) : null;
    }

    /** The same by a descriptor that is open for the content. */
    @Nullable PosixAcl accessByContent(int fd) throws HostException {
        MemorySegment value = Scratch.current().attribute();
        return kept ? decode(Xattrs.getByContent(fd, ACCESS, value), value) : null;
    }

    /** The list that new objects in the directory get; null if there is none. */
    @Nullable PosixAcl inherited(int fd) throws HostException {
        MemorySegment value = Scratch.current().attribute();
        return kept ? decode(Xattrs.get(fd, DEFAULT, value), value) : null;
    }

    /** Gives an object these lists, and with the first the mode that it amounts to. */
    void set(int fd, boolean directory, PosixAclMapping lists) throws HostException {
        HostException.check(write(fd, ACCESS, lists.access()));
        if (!directory) {
            return;
        }
        PosixAcl inherited = lists.inherited();
        if (inherited != null) {
            HostException.check(write(fd, DEFAULT, inherited));
        } else {
            int removed = Xattrs.remove(fd, DEFAULT);
            HostException.check(removed == -Errno.ENODATA ? 0 : removed);
        }
    }

    private static int write(int fd, Opaque name, PosixAcl acl) {
        byte[] bytes = acl.encode();
        MemorySegment value = Scratch.current().attribute();
        MemorySegment.copy(bytes, 0, value, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return Xattrs.set(fd, name, value, bytes.length);
    }

    private static @Nullable PosixAcl decode(long size, MemorySegment value) throws HostException {
        if (size == -Errno.ENODATA) {
            return null;
        }
        HostException.check(size);
        return PosixAcl.decode(value.asSlice(0, size).asByteBuffer());
    }
}
