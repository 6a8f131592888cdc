package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.Granted;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;

import java.util.List;

/**
 * GET_DIR_DELEGATION: a delegation of the current directory (RFC 8881 section 18.39).
 *
 * <p>Without notifications, whatever the client asks for: each change by another client recalls it
 * first. Nor is a client told later that there is one, after it could not have it.
 */
record GetDirDelegation(Delegations delegations) implements OperationHandler {
    private static final List<DelegationKind> KINDS = List.of(DelegationKind.DIRECTORY);

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        var _ = GetDirDelegationArgs.decodeBody(args);
        FileRef directory = cx.requireCurrent();
        if (!directory.inode().type().equals(FileType.NF4DIR)) {
            return NfsStatus.NOTDIR;
        }
        // Who may not list it has no use for one.
        FsResult<Long> verifier = verifier(cx, directory);
        if (!verifier.status().isOk()) {
            return verifier.status();
        }
        if (delegations.policy() == DelegationPolicy.OFF) {
            return NfsStatus.DIRDELEG_UNAVAIL;
        }
        return switch (delegations.grant(cx, directory, KINDS)) {
            case Granted.Yes yes -> {
                // What was seen before might have changed before there was a delegation.
                FsResult<Long> now = verifier(cx, directory);
                granted(now instanceof FsResult.Ok<Long>(Long value) ? value : 0, yes.stateId())
                        .encode(result);
                cx.currentStateId(yes.stateId());
                yield NfsStatus.OK;
            }
            case Granted.No no when no.held() != null -> {
                new GetDirDelegationResNonFatal.Unavailable(false).encode(result);
                yield NfsStatus.OK;
            }
            case Granted.No no -> NfsStatus.DIRDELEG_UNAVAIL;
        };
    }

    private static GetDirDelegationResNonFatal granted(long cookieVerifier, StateId stateId) {
        return new GetDirDelegationResNonFatal.Granted(
                cookieVerifier, stateId, Bitmap.EMPTY, Bitmap.EMPTY, Bitmap.EMPTY);
    }

    private static FsResult<Long> verifier(CompoundContext cx, FileRef directory) {
        FsResult<DirectoryRead> read =
                directory
                        .fileSystem()
                        .readDirectory(
                                cx.credentials(),
                                directory.inode(),
                                0,
                                0,
                                (cookie, name, inode) -> false);
        return switch (read) {
            case FsResult.Ok<DirectoryRead>(DirectoryRead done) -> FsResult.ok(done.verifier());
            case FsResult.Failed<DirectoryRead>(NfsStatus status) ->
                    FsResult.failed(ObjectTypes.ofDirectory(status));
        };
    }
}
