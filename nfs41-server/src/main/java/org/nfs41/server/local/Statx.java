package org.nfs41.server.local;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;

/**
 * What the host says of an object, by statx(2). Its structure is the same on every machine: the
 * kernel defines it with fixed sizes.
 *
 * @param mount tells the mount that the object was found in from others
 * @param device tells the host's file system from others
 * @param stat the attributes, with the change attribute that the time of change alone would make
 */
record Statx(long mount, long device, FileStat stat) {
    /** The size of the structure. */
    static final int BYTES = 256;

    private static final int BASIC = 0x7ff;
    private static final int BIRTH_TIME = 0x800;
    private static final int MOUNT_ID = 0x1000;

    private static final int MASK_AT = 0;
    private static final int LINKS_AT = 16;
    private static final int UID_AT = 20;
    private static final int GID_AT = 24;
    private static final int MODE_AT = 28;
    private static final int INODE_AT = 32;
    private static final int SIZE_AT = 40;
    private static final int BLOCKS_AT = 48;
    private static final int ACCESS_TIME_AT = 64;
    private static final int BIRTH_TIME_AT = 80;
    private static final int CHANGE_TIME_AT = 96;
    private static final int MODIFY_TIME_AT = 112;
    private static final int DEVICE_MAJOR_AT = 128;
    private static final int DEVICE_MINOR_AT = 132;
    private static final int FS_MAJOR_AT = 136;
    private static final int FS_MINOR_AT = 140;
    private static final int MOUNT_ID_AT = 144;

    /** Within a time: seconds at 0, then nanoseconds. */
    private static final int NANOS_AT = 8;

    /** What is counted as a block, whatever the file system's blocks are. */
    private static final int BLOCK_BYTES = 512;

    private static final int TYPE_MASK = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int SOCKET = 0140000;
    private static final int PIPE = 0010000;
    private static final int MODE_MASK = 07777;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What a file system shows that does not keep the time of birth. */
    static final NfsTime NO_BIRTH_TIME = new NfsTime(0, 0);

    /** Asks about what {@code fd} is open on. */
    static Statx of(int fd) throws HostException {
        Scratch scratch = Scratch.current();
        int wanted = BASIC | BIRTH_TIME | MOUNT_ID;
        MemorySegment buffer = scratch.stat();
        HostException.check(Libc.statx(fd, scratch.empty(), Libc.AT_EMPTY_PATH, wanted, buffer));
        return decode(buffer);
    }

    /** Asks about an entry of a directory; a symbolic link is not followed. */
    static Statx of(int directory, Opaque name) throws HostException {
        Scratch scratch = Scratch.current();
        int wanted = BASIC | BIRTH_TIME | MOUNT_ID;
        MemorySegment buffer = scratch.stat();
        HostException.check(
                Libc.statx(
                        directory,
                        scratch.entryName(name),
                        Libc.AT_SYMLINK_NOFOLLOW,
                        wanted,
                        buffer));
        return decode(buffer);
    }

    private static boolean has(MemorySegment buffer, int bit) {
        return (buffer.get(JAVA_INT, MASK_AT) & bit) != 0;
    }

    private static Statx decode(MemorySegment buffer) {
        int mode = Short.toUnsignedInt(buffer.get(JAVA_SHORT, MODE_AT));
        NfsTime changed = time(buffer, CHANGE_TIME_AT);
        boolean hasBirth = has(buffer, BIRTH_TIME);
        FileStat stat =
                new FileStat(
                        typeOf(mode),
                        mode & MODE_MASK,
                        buffer.get(JAVA_INT, LINKS_AT),
                        buffer.get(JAVA_INT, UID_AT),
                        buffer.get(JAVA_INT, GID_AT),
                        buffer.get(JAVA_INT, DEVICE_MAJOR_AT),
                        buffer.get(JAVA_INT, DEVICE_MINOR_AT),
                        buffer.get(JAVA_LONG, SIZE_AT),
                        buffer.get(JAVA_LONG, BLOCKS_AT) * BLOCK_BYTES,
                        buffer.get(JAVA_LONG, INODE_AT),
                        changed.seconds() * NANOS_PER_SECOND + changed.nanos(),
                        time(buffer, ACCESS_TIME_AT),
                        time(buffer, MODIFY_TIME_AT),
                        changed,
                        hasBirth ? time(buffer, BIRTH_TIME_AT) : NO_BIRTH_TIME,
                        null);
        long device =
                Integer.toUnsignedLong(buffer.get(JAVA_INT, FS_MAJOR_AT)) << 32
                        | Integer.toUnsignedLong(buffer.get(JAVA_INT, FS_MINOR_AT));
        long mount = has(buffer, MOUNT_ID) ? buffer.get(JAVA_LONG, MOUNT_ID_AT) : device;
        return new Statx(mount, device, stat);
    }

    private static NfsTime time(MemorySegment buffer, int at) {
        return new NfsTime(buffer.get(JAVA_LONG, at), buffer.get(JAVA_INT, at + NANOS_AT));
    }

    /** The type in the upper bits of a mode. */
    private static FileType typeOf(int mode) {
        return switch (mode & TYPE_MASK) {
            case DIRECTORY -> FileType.NF4DIR;
            case SYMBOLIC_LINK -> FileType.NF4LNK;
            case BLOCK_DEVICE -> FileType.NF4BLK;
            case CHARACTER_DEVICE -> FileType.NF4CHR;
            case SOCKET -> FileType.NF4SOCK;
            case PIPE -> FileType.NF4FIFO;
            default -> FileType.NF4REG;
        };
    }

    /** The bits of a mode that say this type, which is that of a special file. */
    static int bitsOf(FileType special) {
        if (special.equals(FileType.NF4BLK)) {
            return BLOCK_DEVICE;
        }
        if (special.equals(FileType.NF4CHR)) {
            return CHARACTER_DEVICE;
        }
        return special.equals(FileType.NF4SOCK) ? SOCKET : PIPE;
    }
}
