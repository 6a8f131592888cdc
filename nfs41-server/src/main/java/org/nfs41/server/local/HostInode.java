package org.nfs41.server.local;

import org.nfs41.ops.fs.Inode;

/** What clients know as an object: one of the host's, or a part of one that is to them another. */
sealed interface HostInode extends Inode permits LocalInode, AttributeInode {
    /** What it is found again by: the content of its filehandle. */
    HandleKey key();
}
