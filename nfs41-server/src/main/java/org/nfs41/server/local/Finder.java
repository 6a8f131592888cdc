package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

/** Names objects by keys, and finds them by these. Safe for use by several threads. */
sealed interface Finder permits KernelHandles, PathIndex {
    /** The longest key that fits into a filehandle with its check. */
    int MAX_KEY_BYTES = 56;

    /**
     * The key of what {@code fd} is open on.
     *
     * @param stat what the object's attributes are
     */
    HandleKey keyOf(int fd, Statx stat) throws HostException;

    /**
     * Opens the object of {@code key} without touching it; NFS4ERR_STALE if it is gone.
     *
     * @return a descriptor that the caller closes
     */
    int open(HandleKey key) throws HostException;

    /** Tells that the object of {@code key} was seen with {@code name} in {@code directory}. */
    void seen(HandleKey directory, Opaque name, HandleKey key);

    /** Tells that the object of {@code key} has no name any more and is closed. */
    void gone(HandleKey key);
}
