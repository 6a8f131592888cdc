package org.nfs41.server.memory;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.Opaque;

/** What kind of object is to be made. */
sealed interface NewObject {
    FileType type();

    /** The mode that the object gets if the client names none. */
    int defaultMode();

    /** How many bytes of the space it needs beside its inode and its name. */
    default int contentBytes() {
        return 0;
    }

    /** A regular file. */
    record OfFile() implements NewObject {
        @Override
        public FileType type() {
            return FileType.NF4REG;
        }

        @Override
        public int defaultMode() {
            return 0644;
        }
    }

    /** A named attribute. */
    record OfAttribute() implements NewObject {
        @Override
        public FileType type() {
            return FileType.NF4NAMEDATTR;
        }

        @Override
        public int defaultMode() {
            return 0644;
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
        public int contentBytes() {
            return text.length();
        }
    }

    /** A device, socket or named pipe. */
    record OfSpecial(FileType type, int deviceMajor, int deviceMinor) implements NewObject {
        @Override
        public int defaultMode() {
            return 0644;
        }
    }
}
