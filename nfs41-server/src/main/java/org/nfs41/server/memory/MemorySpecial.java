package org.nfs41.server.memory;

import org.nfs41.ops.fs.FileStat;

/** A device, socket or named pipe: nothing but attributes. */
final class MemorySpecial extends MemoryInode {
    MemorySpecial(FileStat stat) {
        super(stat);
    }
}
