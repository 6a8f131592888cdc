package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.state.Grace;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.RenameArgs;

import java.util.ArrayList;
import java.util.List;

/**
 * RENAME: from the saved directory to the current one (RFC 8881 section 18.26). What had the name
 * goes as with REMOVE, and so waits as long. Others must have returned their delegations of both
 * and, unless they are told, of the directories.
 */
record Rename(OpenFiles opens, Grace grace, Clearances clearances, NameLocks names)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        RenameArgs names = RenameArgs.decodeBody(args);
        FileRef source = cx.saved();
        FileRef target = cx.requireCurrent();
        if (source == null) {
            return NfsStatus.NOFILEHANDLE;
        }
        FileSystem fs = target.fileSystem();
        NfsStatus valid = check(names, fs.limits().maxNameBytes());
        if (!valid.isOk()) {
            return valid;
        }
        if (!source.isInSameExport(target) || leavesAttributeDirectory(source, target)) {
            return NfsStatus.XDEV;
        }
        NfsStatus admitted = grace.admitStateless();
        if (!admitted.isOk()) {
            return admitted;
        }
        try (var _ = this.names.hold(source, names.oldName(), target, names.newName())) {
            List<FileRef> files = new ArrayList<>();
            NamedFile.find(cx, source, names.oldName(), files);
            if (!files.isEmpty()) {
                NamedFile.find(cx, target, names.newName(), files);
            }
            return clearances.changing(
                    cx,
                    files,
                    files.isEmpty()
                            ? List.of()
                            : DirectoryEdit.rename(
                                    source, names.oldName(), target, names.newName()),
                    () ->
                            opens.unlessOpen(
                                    cx, files, () -> rename(cx, source, target, names, result)));
        }
    }

    private static NfsStatus rename(
            CompoundContext cx,
            FileRef source,
            FileRef target,
            RenameArgs names,
            XdrWriter result) {
        return switch (target.fileSystem()
                .rename(
                        cx.credentials(),
                        source.inode(),
                        names.oldName(),
                        target.inode(),
                        names.newName())) {
            case FsResult.Ok<Renamed>(Renamed renamed) -> {
                renamed.source().encode(result);
                renamed.target().encode(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Renamed>(NfsStatus status) -> ObjectTypes.ofDirectory(status);
        };
    }

    /** A named attribute stays where it is, and nothing else becomes one (section 5.3). */
    private static boolean leavesAttributeDirectory(FileRef source, FileRef target) {
        boolean attributes =
                source.inode().type().isNamedAttribute()
                        || target.inode().type().isNamedAttribute();
        return attributes && !source.equals(target);
    }

    private static NfsStatus check(RenameArgs names, int maxBytes) {
        NfsStatus oldName = FileNames.check(names.oldName(), maxBytes);
        return oldName.isOk() ? FileNames.check(names.newName(), maxBytes) : oldName;
    }
}
