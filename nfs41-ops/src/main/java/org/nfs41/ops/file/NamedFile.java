package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.List;

/** What a name stands for before it is taken away. */
final class NamedFile {
    private NamedFile() {}

    /**
     * Whether a name could be given to a new object, so that the directory changes. If not, an
     * operation that would do so fails.
     */
    static boolean isFree(CompoundContext cx, FileRef directory, Opaque name) {
        return directory
                .fileSystem()
                .lookup(cx.credentials(), directory.inode(), name)
                .status()
                .equals(NfsStatus.NOENT);
    }

    /**
     * Adds the object that a name in a directory stands for. Nothing if there is none or the caller
     * may not know: it may not take the name either.
     */
    static void find(CompoundContext cx, FileRef directory, Opaque name, List<FileRef> to) {
        if (directory.fileSystem().lookup(cx.credentials(), directory.inode(), name)
                instanceof FsResult.Ok<Inode>(Inode inode)) {
            to.add(new FileRef(directory.export(), inode));
        }
    }
}
