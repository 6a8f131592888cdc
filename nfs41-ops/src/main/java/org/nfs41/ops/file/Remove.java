package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.Grace;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.RemoveArgs;

import java.util.ArrayList;
import java.util.List;

/**
 * REMOVE: takes a name out of the current directory (RFC 8881 section 18.25). Not while somebody
 * may still reclaim an open of the file: it would not be kept for him; and not before others have
 * returned their delegations of it and, unless they are told, of the directory.
 */
record Remove(OpenFiles opens, Grace grace, Clearances clearances, NameLocks names)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        Opaque name = RemoveArgs.decodeBody(args).target();
        FileRef directory = cx.requireCurrent();
        FileSystem fs = directory.fileSystem();
        NfsStatus valid = FileNames.check(name, fs.limits().maxNameBytes());
        if (!valid.isOk()) {
            return valid;
        }
        NfsStatus admitted = grace.admitStateless();
        if (!admitted.isOk()) {
            return admitted;
        }
        try (var _ = names.hold(directory, name)) {
            List<FileRef> files = new ArrayList<>();
            NamedFile.find(cx, directory, name, files);
            return clearances.changing(
                    cx,
                    files,
                    files.isEmpty() ? List.of() : List.of(DirectoryEdit.remove(directory, name)),
                    () -> opens.unlessOpen(cx, files, () -> remove(cx, directory, name, result)));
        }
    }

    private static NfsStatus remove(
            CompoundContext cx, FileRef directory, Opaque name, XdrWriter result) {
        return switch (directory.fileSystem().remove(cx.credentials(), directory.inode(), name)) {
            case FsResult.Ok<ChangeInfo>(ChangeInfo change) -> {
                change.encode(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<ChangeInfo>(NfsStatus status) -> ObjectTypes.ofDirectory(status);
        };
    }
}
