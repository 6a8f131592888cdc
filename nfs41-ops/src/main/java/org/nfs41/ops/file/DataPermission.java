package org.nfs41.ops.file;

import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.state.open.StateUse;
import org.nfs41.xdr.NfsStatus;

/** What a file system will say to READ and WRITE, for those who must know before. */
final class DataPermission {
    private DataPermission() {}

    /** OK, ACCESS or what the file system fails with: as {@link FileSystem} lays down. */
    static NfsStatus check(Credentials caller, FileRef file, StateUse use) {
        FileSystem fs = file.fileSystem();
        int sufficient =
                switch (use) {
                    case READ -> Access.READ | Access.EXECUTE;
                    case WRITE -> Access.MODIFY;
                    case SETATTR -> Access.ALL;
                };
        return switch (fs.access(caller, file.inode(), sufficient)) {
            case FsResult.Ok<Integer>(Integer granted) ->
                    granted != 0 ? NfsStatus.OK : ofOwner(caller, file);
            case FsResult.Failed<Integer>(NfsStatus status) -> status;
        };
    }

    private static NfsStatus ofOwner(Credentials caller, FileRef file) {
        return switch (file.fileSystem().getAttributes(caller, file.inode())) {
            case FsResult.Ok<FileStat>(FileStat stat) ->
                    PosixPermissions.ownsOrSuper(caller, stat) ? NfsStatus.OK : NfsStatus.ACCESS;
            case FsResult.Failed<FileStat>(NfsStatus status) -> status;
        };
    }
}
