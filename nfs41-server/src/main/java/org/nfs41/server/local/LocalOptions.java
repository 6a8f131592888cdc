package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

import java.nio.file.Path;

/**
 * How a {@link LocalFileSystem} is to be.
 *
 * @param directory what is at the top; a symbolic link is followed once, when it is opened
 * @param handleKey {@link #HANDLE_KEY_BYTES} secret bytes that handles are checked by: with other
 *     ones all handles from before are NFS4ERR_BADHANDLE
 * @param kernelHandles whether to use the kernel's handles where it lets us; else, and where it
 *     does not, objects are found again by their inode numbers
 * @param exclusive whether nothing but this server changes what is in the directory: clients can
 *     then be given delegations. Where it is not so, they go on using what is not true any more.
 */
public record LocalOptions(
        Path directory, Opaque handleKey, boolean kernelHandles, boolean exclusive) {
    /** How many bytes a handle key has. */
    public static final int HANDLE_KEY_BYTES = HandleSeal.KEY_BYTES;

    /** Checks the key's length. */
    public LocalOptions {
        if (handleKey.length() != HANDLE_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a handle key has " + HANDLE_KEY_BYTES + " bytes: " + handleKey.length());
        }
    }

    /** A directory with a key; the kernel's handles if it has them. */
    public static LocalOptions of(Path directory, Opaque handleKey) {
        return new LocalOptions(directory, handleKey, true, false);
    }

    /** These, but without the kernel's handles. */
    public LocalOptions withoutKernelHandles() {
        return new LocalOptions(directory, handleKey, false, exclusive);
    }

    /** These, but nothing else changes the directory. */
    public LocalOptions asExclusive() {
        return new LocalOptions(directory, handleKey, kernelHandles, true);
    }
}
