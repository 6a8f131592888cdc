package org.nfs41.ops.sim.holders;

import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.Map;
import java.util.TreeMap;

/** A regular file, of whose content the first eight bytes are kept, or the one directory. */
final class SimInode implements Inode {
    private static final NfsTime TIME = new NfsTime(1, 0);

    private final long fileId;
    private final FileType type;

    /** Of the directory: what there is by cookie, for names are never used twice for one. */
    final Map<Opaque, SimInode> names = new TreeMap<>();

    /** How often something has changed. */
    long change = 1;

    long value;
    long size;
    int mode;
    int links;
    int retained;

    SimInode(long fileId, FileType type) {
        this.fileId = fileId;
        this.type = type;
        this.mode = 0777;
    }

    boolean isGone() {
        return links == 0 && retained == 0;
    }

    FileStat stat() {
        return new FileStat(
                type, mode, links, 0, 0, 0, 0, size, size, fileId, change, TIME, TIME, TIME, TIME,
                null);
    }

    @Override
    public long fileId() {
        return fileId;
    }

    @Override
    public FileType type() {
        return type;
    }

    /** The same in each run, as what depends on it must be. */
    @Override
    public int hashCode() {
        return (int) fileId;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "file " + fileId;
    }
}
