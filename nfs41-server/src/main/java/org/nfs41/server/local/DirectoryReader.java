package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Goes through the entries of a directory, but for {@code .} and {@code ..}. For one thread. */
final class DirectoryReader implements AutoCloseable {
    // an entry as getdents64(2) gives it: the position is where the next begins
    private static final int INODE_AT = 0;
    private static final int POSITION_AT = 8;
    private static final int SIZE_AT = 16;
    private static final int TYPE_AT = 18;
    private static final int NAME_AT = 19;

    private static final byte TYPE_UNKNOWN = 0;
    private static final byte TYPE_DIRECTORY = 4;

    private static final Opaque HERE = Opaque.utf8(".");
    private static final Opaque ABOVE = Opaque.utf8("..");

    private final int fd;
    private ByteBuffer entries = ByteBuffer.allocate(0);
    private long cookie;
    private long inode;
    private byte type;
    private Opaque name = HERE;

    private DirectoryReader(int fd) {
        this.fd = fd;
    }

    /**
     * Begins after the entry with {@code cookie}, or with the first for 0; NFS4ERR_BAD_COOKIE if
     * the host says that there is no such position.
     */
    static DirectoryReader open(int directory, long cookie) throws HostException {
        int flags = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.CLOEXEC;
        int fd =
                HostException.check(Libc.openat(directory, Scratch.current().word(HERE), flags, 0));
        long position = Cookies.toPosition(cookie);
        if (position != 0 && Libc.lseek(fd, position, Libc.SEEK_SET) < 0) {
            Libc.close(fd);
            throw new HostException(NfsStatus.BAD_COOKIE);
        }
        return new DirectoryReader(fd);
    }

    /** Goes to the next entry; false if there is none. */
    boolean next() throws HostException {
        do {
            if (!entries.hasRemaining() && !fill()) {
                return false;
            }
            int at = entries.position();
            cookie = Cookies.ofPosition(entries.getLong(at + POSITION_AT));
            inode = entries.getLong(at + INODE_AT);
            type = entries.get(at + TYPE_AT);
            int end = at + Short.toUnsignedInt(entries.getShort(at + SIZE_AT));
            name = nameAt(at + NAME_AT);
            entries.position(end);
        } while (name.equals(HERE) || name.equals(ABOVE));
        return true;
    }

    /** Where to go on after this entry. */
    long cookie() {
        return cookie;
    }

    /** The inode number that the directory has for it. */
    long inode() {
        return inode;
    }

    /** Whether it is a directory, or the host does not say so here. */
    boolean mayBeDirectory() {
        return type == TYPE_DIRECTORY || type == TYPE_UNKNOWN;
    }

    /** The name, good to keep. */
    Opaque name() {
        return name;
    }

    @Override
    public void close() {
        Libc.close(fd);
    }

    private Opaque nameAt(int from) {
        int to = from;
        while (entries.get(to) != 0) {
            to++;
        }
        byte[] bytes = new byte[to - from];
        entries.get(from, bytes);
        return Opaque.of(bytes);
    }

    /** Copies what comes next: whoever is offered an entry may read another directory. */
    private boolean fill() throws HostException {
        MemorySegment buffer = Scratch.current().entries();
        long length = HostException.check(Libc.getdents64(fd, buffer, buffer.byteSize()));
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        entries = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return length > 0;
    }
}
