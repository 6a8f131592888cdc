package org.nfs41.server.local;

import org.nfs41.ops.fs.FileNames;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The extended attributes that the host keeps for its users, under their names without the {@code
 * user.}: no other namespace is reached, as the word is put before whatever name is given. They
 * exist on regular files and directories. Safe for use by several threads.
 *
 * @param kept whether the host's file system has any
 */
record UserXattrs(boolean kept) {
    /** The largest value, and the longest list of names (xattr(7)). */
    static final int MAX_VALUE_BYTES = 64 << 10;

    private static final int MAX_LIST_BYTES = 64 << 10;
    private static final int MAX_HOST_NAME_BYTES = 255;

    private static final byte[] PREFIX = "user.".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_NAME_BYTES = MAX_HOST_NAME_BYTES - PREFIX.length;

    /** Those of the file system that {@code fd} is open in. */
    static UserXattrs of(int fd) {
        long size = Xattrs.get(fd, hostName(Opaque.utf8("none")), MemorySegment.NULL);
        return new UserXattrs(size != -Errno.EOPNOTSUPP && size != -Errno.ENOSYS);
    }

    /** What the host calls it. */
    static Opaque hostName(Opaque name) {
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX.length + name.length());
        bytes.put(0, PREFIX);
        name.copyTo(bytes, PREFIX.length);
        return Opaque.wrap(bytes);
    }

    /** OK, or why there can be none with this name, which is one of a directory entry. */
    static NfsStatus check(Opaque name) {
        if (name.length() > MAX_NAME_BYTES) {
            return NfsStatus.NAMETOOLONG;
        }
        return CreateMarks.isMark(name) ? NfsStatus.BADNAME : NfsStatus.OK;
    }

    /** All names that a client can use, good to keep. */
    List<Opaque> names(int fd) throws HostException {
        List<Opaque> names = new ArrayList<>();
        if (!kept) {
            return names;
        }
        MemorySegment list = Scratch.current().attribute();
        byte[] bytes = list.asSlice(0, list(fd, list)).toArray(ValueLayout.JAVA_BYTE);
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                addName(bytes, start, at, names);
                start = at + 1;
            }
        }
        return names;
    }

    /** Adds what is between two places in a list, unless it is no client's. */
    private static void addName(byte[] list, int from, int to, List<Opaque> names) {
        int begin = from + PREFIX.length;
        if (begin < to && Arrays.equals(list, from, begin, PREFIX, 0, PREFIX.length)) {
            Opaque name = Opaque.of(Arrays.copyOfRange(list, begin, to));
            if (FileNames.check(name, MAX_NAME_BYTES).isOk() && !CreateMarks.isMark(name)) {
                names.add(name);
            }
        }
    }

    private static long list(int fd, MemorySegment names) throws HostException {
        long length = Xattrs.list(fd, names);
        // too many for the host to list them: they have not been made here
        return length == -Errno.E2BIG ? HostException.check(-Errno.EIO) : check(length);
    }

    /** Whether the host can list one more name with all that there are. */
    boolean hasRoomForName(int fd, Opaque name) throws HostException {
        long length = list(fd, Scratch.current().attribute());
        return length + PREFIX.length + name.length() + 1 <= MAX_LIST_BYTES;
    }

    /** The size of a value; NFS4ERR_NOENT. */
    long size(int fd, Opaque name) throws HostException {
        return get(fd, name, MemorySegment.NULL);
    }

    /** Reads a value, which the host gives whole, into {@code value}; returns its size. */
    long get(int fd, Opaque name, MemorySegment value) throws HostException {
        Volume.require(kept && check(name).isOk(), NfsStatus.NOENT);
        return check(Xattrs.get(fd, hostName(name), value));
    }

    /** Whether there is such an attribute. */
    boolean has(int fd, Opaque name) throws HostException {
        try {
            return size(fd, name) >= 0;
        } catch (HostException e) {
            if (e.status().equals(NfsStatus.NOENT)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Gives an attribute the first {@code size} bytes of {@code value}. The host does that in one
     * step or leaves what was there.
     *
     * @param flags of {@link Xattrs#set(int, Opaque, MemorySegment, long, int)}
     */
    void set(int fd, Opaque name, MemorySegment value, long size, int flags) throws HostException {
        Volume.require(check(name));
        check(Xattrs.set(fd, hostName(name), value, size, flags));
    }

    /** Removes an attribute; NFS4ERR_NOENT. */
    void remove(int fd, Opaque name) throws HostException {
        Volume.require(check(name));
        check(Xattrs.remove(fd, hostName(name)));
    }

    /** What the host says of these that it does not say of files. */
    private static long check(long result) throws HostException {
        return switch ((int) -Math.min(result, 0)) {
            case Errno.ENODATA -> throw new HostException(NfsStatus.NOENT);
            case Errno.EPERM -> throw new HostException(NfsStatus.ACCESS);
            default -> HostException.check(result);
        };
    }
}
