package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ReadDirArgs;

/** READDIR (RFC 8881 section 18.23). */
record ReadDir(Attributes attributes, HeldAttributes held) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        ReadDirArgs request = ReadDirArgs.decodeBody(args);
        if (Attributes.hasSetOnly(request.attrRequest())) {
            return NfsStatus.INVAL;
        }
        if (Integer.compareUnsigned(request.maxCount(), DirectoryWriter.EMPTY_BYTES) < 0) {
            return NfsStatus.TOOSMALL;
        }
        FileRef directory = cx.requireCurrent();
        DirectoryWriter writer =
                new DirectoryWriter(
                        attributes,
                        cx.credentials(),
                        cx.caller().address(),
                        held.ofEntries(cx, request.attrRequest()),
                        directory,
                        request,
                        result);
        FsResult<DirectoryRead> read =
                directory
                        .fileSystem()
                        .readDirectory(
                                cx.credentials(),
                                directory.inode(),
                                request.cookie(),
                                request.cookieVerifier(),
                                writer);
        return switch (read) {
            case FsResult.Ok<DirectoryRead>(DirectoryRead done) -> writer.finish(done);
            case FsResult.Failed<DirectoryRead>(NfsStatus status) -> {
                writer.abandon();
                yield ObjectTypes.ofDirectory(status);
            }
        };
    }
}
