package org.nfs41.server.local;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** What kind of object is to be made, and how. Nobody may use it until it has its attributes. */
sealed interface NewObject {
    FileType type();

    /** The mode that the object gets if the client names none. */
    default int defaultMode() {
        return 0644;
    }

    /** Makes it with no permissions, unless the name is taken; returns a descriptor of it. */
    int make(int directory, Opaque name) throws HostException;

    /** A regular file. */
    record OfFile() implements NewObject {
        @Override
        public FileType type() {
            return FileType.NF4REG;
        }

        @Override
        public int make(int directory, Opaque name) throws HostException {
            int flags =
                    OpenFlags.WRONLY
                            | OpenFlags.CREAT
                            | OpenFlags.EXCL
                            | OpenFlags.NOFOLLOW
                            | OpenFlags.CLOEXEC;
            Scratch scratch = Scratch.current();
            int made =
                    HostException.check(Libc.openat(directory, scratch.entryName(name), flags, 0));
            // the name may be another object's by now, but not the descriptor
            int found =
                    Libc.openat(
                            Libc.AT_FDCWD,
                            scratch.fdPath(made),
                            OpenFlags.PATH | OpenFlags.CLOEXEC,
                            0);
            Libc.close(made);
            return HostException.check(found);
        }
    }

    /** A directory. */
    record OfDirectory() implements NewObject {
        @Override
        public FileType type() {
            return FileType.NF4DIR;
        }

        @Override
        public int defaultMode() {
            return 0755;
        }

        @Override
        public int make(int directory, Opaque name) throws HostException {
            HostException.check(Libc.mkdirat(directory, Scratch.current().entryName(name), 0));
            return find(directory, name);
        }
    }

    /** A symbolic link. */
    record OfSymlink(Opaque text) implements NewObject {
        @Override
        public FileType type() {
            return FileType.NF4LNK;
        }

        @Override
        public int defaultMode() {
            return 0777;
        }

        @Override
        public int make(int directory, Opaque name) throws HostException {
            Scratch scratch = Scratch.current();
            HostException.check(
                    Libc.symlinkat(scratch.text(text), directory, scratch.entryName(name)));
            return find(directory, name);
        }
    }

    /** A device, socket or named pipe. */
    record OfSpecial(FileType type, int deviceMajor, int deviceMinor) implements NewObject {
        @Override
        public int make(int directory, Opaque name) throws HostException {
            HostException.check(
                    Libc.mknodat(
                            directory,
                            Scratch.current().entryName(name),
                            Statx.bitsOf(type),
                            device()));
            return find(directory, name);
        }

        /** The number of a device as the C library packs it (makedev(3)). */
        private long device() {
            long major = Integer.toUnsignedLong(deviceMajor);
            long minor = Integer.toUnsignedLong(deviceMinor);
            return (major & 0xfff) << 8
                    | (major & 0xffff_f000L) << 32
                    | (minor & 0xff)
                    | (minor & 0xffff_ff00L) << 12;
        }
    }

    private static int find(int directory, Opaque name) throws HostException {
        int fd = Libc.openat(directory, Scratch.current().entryName(name), OpenFlags.FIND, 0);
        if (fd == -Errno.ENOENT) {
            // a program of the host was faster
            throw new HostException(NfsStatus.DELAY);
        }
        return HostException.check(fd);
    }
}
