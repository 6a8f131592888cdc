package org.nfs41.ops.file;

import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/**
 * The file that an OPEN is about, found or created.
 *
 * @param file the file
 * @param created whether it is new, so that its creator may open it whatever its mode says
 * @param directory the change attribute of its directory around the OPEN
 */
record OpenTarget(FileRef file, boolean created, ChangeInfo directory) {
    private static final ChangeInfo NO_DIRECTORY = new ChangeInfo(false, 0, 0);

    /** The file of the current filehandle itself, whose directory plays no part. */
    static OpenTarget current(FileRef file) {
        return new OpenTarget(file, false, NO_DIRECTORY);
    }

    /**
     * Finds or creates {@code name} in {@code directory}.
     *
     * @param room whether a new file could be opened: if not, none is created, as an OPEN that
     *     fails leaves nothing behind
     */
    static FsResult<OpenTarget> named(
            ExportTable exports,
            Credentials caller,
            FileRef directory,
            Opaque name,
            OpenRequest.Creation creation,
            boolean room) {
        NfsStatus valid = FileNames.check(name, directory.fileSystem().limits().maxNameBytes());
        if (!valid.isOk()) {
            return FsResult.failed(valid);
        }
        if (creation.wanted()
                && !room
                && exports.lookup(caller, directory, name).status().equals(NfsStatus.NOENT)) {
            return FsResult.failed(NfsStatus.DELAY);
        }
        return creation.wanted()
                ? create(caller, directory, name, creation)
                : find(exports, caller, directory, name);
    }

    /**
     * Finds {@code name} where nothing can be created: ROFS if something would have to be, EXIST if
     * the OPEN only wants a new file.
     */
    static FsResult<OpenTarget> found(
            ExportTable exports,
            Credentials caller,
            FileRef directory,
            Opaque name,
            OpenRequest.Creation creation) {
        NfsStatus valid = FileNames.check(name, directory.fileSystem().limits().maxNameBytes());
        if (!valid.isOk()) {
            return FsResult.failed(valid);
        }
        FsResult<OpenTarget> target = find(exports, caller, directory, name);
        if (!creation.wanted()) {
            return target;
        }
        if (target.status().equals(NfsStatus.NOENT)) {
            return FsResult.failed(NfsStatus.ROFS);
        }
        boolean mustBeNew = !(creation.mode() instanceof CreateMode.Unchecked);
        return target.status().isOk() && mustBeNew ? FsResult.failed(NfsStatus.EXIST) : target;
    }

    private static FsResult<OpenTarget> find(
            ExportTable exports, Credentials caller, FileRef directory, Opaque name) {
        return switch (exports.lookup(caller, directory, name)) {
            case FsResult.Ok<FileRef>(FileRef file) ->
                    FsResult.ok(new OpenTarget(file, false, unchanged(caller, directory)));
            case FsResult.Failed<FileRef> failed -> failed.as();
        };
    }

    private static ChangeInfo unchanged(Credentials caller, FileRef directory) {
        return switch (directory.fileSystem().getAttributes(caller, directory.inode())) {
            case FsResult.Ok<FileStat>(FileStat stat) ->
                    new ChangeInfo(true, stat.change(), stat.change());
            case FsResult.Failed<FileStat> failed -> NO_DIRECTORY;
        };
    }

    private static FsResult<OpenTarget> create(
            Credentials caller, FileRef directory, Opaque name, OpenRequest.Creation creation) {
        FsResult<Created> result =
                directory
                        .fileSystem()
                        .createFile(
                                caller,
                                directory.inode(),
                                name,
                                creation.changes(),
                                creation.mode());
        return switch (result) {
            case FsResult.Ok<Created>(Created done) ->
                    FsResult.ok(
                            new OpenTarget(
                                    new FileRef(directory.export(), done.inode()),
                                    done.created(),
                                    done.directory()));
            case FsResult.Failed<Created> failed -> failed.as();
        };
    }

    /**
     * Whether the caller may open the file so: its type must be right, and its mode must allow the
     * access, strictly, unless the file is new. Those who may execute it may read it.
     */
    NfsStatus permits(Credentials caller, Share share, boolean truncates) {
        NfsStatus regular = ObjectTypes.requireRegular(file.inode().type());
        if (!regular.isOk() || created) {
            return regular;
        }
        boolean writes = (share.access() & Share.WRITE) != 0 || truncates;
        boolean reads = (share.access() & Share.READ) != 0;
        int asked = Access.READ | Access.EXECUTE | Access.MODIFY;
        return switch (file.fileSystem().access(caller, file.inode(), asked)) {
            case FsResult.Ok<Integer>(Integer granted) -> {
                boolean refused =
                        (reads && (granted & (Access.READ | Access.EXECUTE)) == 0)
                                || (writes && (granted & Access.MODIFY) == 0);
                yield refused ? NfsStatus.ACCESS : NfsStatus.OK;
            }
            case FsResult.Failed<Integer>(NfsStatus status) -> status;
        };
    }
}
