package org.nfs41.server.memory;

import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.Opaque;

/** A symbolic link. */
final class MemorySymlink extends MemoryInode {
    private final Opaque text;

    MemorySymlink(FileStat stat, Opaque text) {
        super(stat);
        this.text = text.detach();
    }

    Opaque text() {
        return text;
    }

    @Override
    long freeContentLocked() {
        return text.length();
    }
}
