package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.notify.NoticeTerms;
import org.nfs41.state.notify.Notices;
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
 * <p>Changes are told as far as the client asks for that and they can be; each other change by
 * another client recalls the delegation first. A client that asks to be told when there is one is
 * told when there is room, if that was what was missing.
 */
record GetDirDelegation(Delegations delegations) implements OperationHandler {
    private static final List<DelegationKind> KINDS = List.of(DelegationKind.DIRECTORY);

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        GetDirDelegationArgs request = GetDirDelegationArgs.decodeBody(args);
        FileRef directory = cx.requireCurrent();
        if (!directory.inode().type().isDirectory()) {
            return NfsStatus.NOTDIR;
        }
        // Who may not list it has no use for one.
        FsResult<Long> verifier = verifier(cx, directory);
        if (!verifier.status().isOk()) {
            return verifier.status();
        }
        if (delegations.policy() == DelegationPolicy.OFF
                || directory.inode().type().equals(FileType.NF4ATTRDIR)) {
            // named attributes go with their object, unseen by who only watches their directory
            return NfsStatus.DIRDELEG_UNAVAIL;
        }
        Notices notices =
                delegations.notified().notices(cx.requireSession().client(), directory, request);
        return switch (delegations.grant(cx, directory, KINDS, notices)) {
            case Granted.Yes yes -> granted(cx, directory, yes.stateId(), notices, result);
            case Granted.No no when no.held() != null -> {
                new GetDirDelegationResNonFatal.Unavailable(false).encode(result);
                yield NfsStatus.OK;
            }
            case Granted.No no -> {
                boolean signalled =
                        request.signalDelegAvail()
                                && no.equals(Granted.No.RESOURCE)
                                && delegations.promises().wantRoom(cx, directory, KINDS);
                if (!signalled) {
                    yield NfsStatus.DIRDELEG_UNAVAIL;
                }
                new GetDirDelegationResNonFatal.Unavailable(true).encode(result);
                yield NfsStatus.OK;
            }
        };
    }

    private NfsStatus granted(
            CompoundContext cx,
            FileRef directory,
            StateId stateId,
            @Nullable Notices notices,
            XdrWriter result) {
        if (notices != null && !delegations.notified().begin(directory, notices)) {
            delegations.withdraw(cx, directory, stateId);
            return NfsStatus.DIRDELEG_UNAVAIL;
        }
        // What was seen before might have changed before there was a delegation.
        FsResult<Long> verifier = verifier(cx, directory);
        if (!(verifier instanceof FsResult.Ok<Long>(Long value))) {
            delegations.withdraw(cx, directory, stateId);
            return verifier.status();
        }
        NoticeTerms terms = notices == null ? NoticeTerms.NONE : notices.terms();
        new GetDirDelegationResNonFatal.Granted(
                        value,
                        stateId,
                        terms.types(),
                        terms.childAttributes(),
                        terms.directoryAttributes())
                .encode(result);
        cx.currentStateId(stateId);
        return NfsStatus.OK;
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
