package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;

import java.util.List;

/**
 * CREATE: makes anything but a regular file, which OPEN does (RFC 8881 section 18.4). Others must
 * have returned their delegations of the directory, unless they are told.
 */
record Create(Clearances clearances, NameLocks names, Principals principals)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        CreateArgs request = CreateArgs.decodeBody(args);
        FileRef directory = cx.requireCurrent();
        NfsStatus valid = check(directory, request);
        if (!valid.isOk()) {
            return valid;
        }
        if (request.createAttrs().mask().contains(Attribute.SIZE)) {
            // nothing that CREATE makes has a size of its own, too large or not
            return NfsStatus.INVAL;
        }
        AttributeDecoder.Decoded attributes =
                AttributeDecoder.decode(request.createAttrs(), directory.fileSystem(), principals);
        if (!attributes.status().isOk()) {
            return attributes.status();
        }
        try (var _ = names.hold(directory, request.objName())) {
            return clearances.changing(
                    cx,
                    List.of(),
                    NamedFile.isFree(cx, directory, request.objName())
                            ? List.of(DirectoryEdit.add(directory, request.objName()))
                            : List.of(),
                    () -> create(cx, directory, request, attributes, result));
        }
    }

    private static NfsStatus create(
            CompoundContext cx,
            FileRef directory,
            CreateArgs request,
            AttributeDecoder.Decoded attributes,
            XdrWriter result) {
        return switch (create(cx.credentials(), directory, request, attributes.changes())) {
            case FsResult.Ok<Created>(Created created) -> {
                cx.current(new FileRef(directory.export(), created.inode()));
                created.directory().encode(result);
                attributes.mask().encode(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Created>(NfsStatus status) ->
                    status.equals(NfsStatus.SYMLINK) ? NfsStatus.NOTDIR : status;
        };
    }

    private static NfsStatus check(FileRef directory, CreateArgs request) {
        if (!isCreatable(request.objType().type())) {
            return NfsStatus.BADTYPE;
        }
        if (directory.inode().type().equals(FileType.NF4ATTRDIR)) {
            return NfsStatus.WRONG_TYPE;
        }
        FileSystem fs = directory.fileSystem();
        NfsStatus name = FileNames.check(request.objName(), fs.limits().maxNameBytes());
        return name.isOk() && request.objType() instanceof CreateType.Link(Opaque text)
                ? FileNames.checkLinkText(text, fs.limits().maxLinkTextBytes())
                : name;
    }

    private static boolean isCreatable(FileType type) {
        return type.value() >= FileType.NF4DIR.value() && type.value() <= FileType.NF4FIFO.value();
    }

    private static FsResult<Created> create(
            Credentials caller, FileRef directory, CreateArgs request, AttributeChanges changes) {
        FileSystem fs = directory.fileSystem();
        Opaque name = request.objName();
        return switch (request.objType()) {
            case CreateType.Link(Opaque text) ->
                    fs.createSymlink(caller, directory.inode(), name, text, changes);
            case CreateType.Device(FileType type, SpecData device) ->
                    fs.createNode(
                            caller,
                            directory.inode(),
                            name,
                            type,
                            device.major(),
                            device.minor(),
                            changes);
            case CreateType.Plain(FileType type) ->
                    type.equals(FileType.NF4DIR)
                            ? fs.createDirectory(caller, directory.inode(), name, changes)
                            : fs.createNode(caller, directory.inode(), name, type, 0, 0, changes);
        };
    }
}
