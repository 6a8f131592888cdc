package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.Grace;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.LinkArgs;

import java.util.List;

/**
 * LINK: another name, in the current directory, for the saved object (RFC 8881 section 18.9). That
 * changes both, so others must have returned their delegations of them; of the directory they may
 * be told instead. Nor may somebody be about to reclaim one of the object.
 */
record Link(Grace grace, Clearances clearances, NameLocks names) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        Opaque name = LinkArgs.decodeBody(args).newName();
        FileRef target = cx.saved();
        FileRef directory = cx.requireCurrent();
        if (target == null) {
            return NfsStatus.NOFILEHANDLE;
        }
        FileSystem fs = directory.fileSystem();
        NfsStatus valid = FileNames.check(name, fs.limits().maxNameBytes());
        if (!valid.isOk()) {
            return valid;
        }
        boolean attribute = target.inode().type().equals(FileType.NF4NAMEDATTR);
        boolean toAttributes = directory.inode().type().equals(FileType.NF4ATTRDIR);
        if (!target.isInSameExport(directory) || attribute != toAttributes) {
            return NfsStatus.XDEV;
        }
        NfsStatus admitted = grace.admitStateless();
        if (!admitted.isOk()) {
            return admitted;
        }
        try (var _ = names.hold(directory, name)) {
            boolean free = NamedFile.isFree(cx, directory, name);
            return clearances.changing(
                    cx,
                    free ? List.of(target) : List.of(),
                    free ? List.of(DirectoryEdit.add(directory, name)) : List.of(),
                    () -> link(cx, target, directory, name, result));
        }
    }

    private static NfsStatus link(
            CompoundContext cx, FileRef target, FileRef directory, Opaque name, XdrWriter result) {
        return switch (directory
                .fileSystem()
                .link(cx.credentials(), target.inode(), directory.inode(), name)) {
            case FsResult.Ok<ChangeInfo>(ChangeInfo change) -> {
                change.encode(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<ChangeInfo>(NfsStatus status) -> ObjectTypes.ofDirectory(status);
        };
    }
}
