package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.Grace;
import org.nfs41.state.open.Opened;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenResultFlags;

/**
 * OPEN (RFC 8881 section 18.16): find or create the file, check the caller's permission, reserve
 * the share, cut the file if asked to. Delegations are not granted.
 */
record Open(ExportTable exports, OpenFiles opens, Grace grace, Principals principals)
        implements OperationHandler {
    private static final Bitmap SIZE_ALONE = Bitmap.of(Attribute.SIZE);

    /**
     * Locks are what POSIX wants; without this a Linux client refuses fcntl locks by itself. A
     * removed file is preserved while it is open, but not over a restart, as
     * OPEN4_RESULT_PRESERVE_UNLINKED would promise.
     */
    private static final int RESULT_FLAGS = OpenResultFlags.LOCKTYPE_POSIX;

    /** How often a file may vanish between being found and being opened; once is already rare. */
    private static final int MAX_ATTEMPTS = 100;

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        OpenArgs wire = OpenArgs.decodeBody(args);
        OpenRequest request = OpenRequest.of(wire, cx.requireCurrent().fileSystem(), principals);
        NfsStatus status = request.status().isOk() ? admit(cx, request) : request.status();
        if (status.isOk() && cx.rule().isReadOnly() && request.writes()) {
            status = NfsStatus.ROFS;
        }
        if (!status.isOk()) {
            return status;
        }
        return find(cx, request, wire.shareAccess(), result);
    }

    private NfsStatus find(
            CompoundContext cx, OpenRequest request, int shareAccess, XdrWriter result) {
        boolean named = request.claim() instanceof OpenClaim.Null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            switch (target(cx, request)) {
                case FsResult.Ok<OpenTarget>(OpenTarget target) -> {
                    NfsStatus status = open(cx, request, target, shareAccess, result);
                    if (!named || !status.equals(NfsStatus.STALE)) {
                        return status;
                    }
                    // The file was removed after it had been found. STALE would say that of the
                    // directory, so what the name stands for now is looked up.
                }
                case FsResult.Failed<OpenTarget>(NfsStatus failure) -> {
                    return failure;
                }
            }
        }
        return NfsStatus.DELAY;
    }

    /** Whether the claim can be made now (RFC 8881 sections 8.4.2.1, 9.11 and 18.51.3). */
    private NfsStatus admit(CompoundContext cx, OpenRequest request) {
        ClientRecord client = cx.requireSession().client();
        return switch (request.claim()) {
            case OpenClaim.Null claim -> grace.admit(client, false);
            case OpenClaim.Fh claim -> grace.admit(client, false);
            // whatever delegation is claimed with it: none has been granted, so none is given back
            case OpenClaim.Previous claim -> grace.admit(client, true);
            // no delegation has been granted, so none has this state id
            case OpenClaim.DelegateCur claim -> NfsStatus.BAD_STATEID;
            case OpenClaim.DelegCurFh claim -> NfsStatus.BAD_STATEID;
            case OpenClaim.DelegatePrev claim -> NfsStatus.RECLAIM_BAD;
            case OpenClaim.DelegPrevFh claim -> NfsStatus.RECLAIM_BAD;
            case OpenClaim.Unknown claim -> NfsStatus.BADXDR;
        };
    }

    private FsResult<OpenTarget> target(CompoundContext cx, OpenRequest request) {
        FileRef current = cx.requireCurrent();
        if (!(request.claim() instanceof OpenClaim.Null(Opaque name))) {
            return FsResult.ok(OpenTarget.current(current));
        }
        Credentials caller = cx.credentials();
        if (cx.rule().isReadOnly()) {
            return OpenTarget.found(exports, caller, current, name, request.creation());
        }
        boolean room = opens.hasRoom(cx);
        return OpenTarget.named(exports, caller, current, name, request.creation(), room);
    }

    private NfsStatus open(
            CompoundContext cx,
            OpenRequest request,
            OpenTarget target,
            int shareAccess,
            XdrWriter result) {
        Credentials caller = cx.credentials();
        boolean truncates = request.creation().truncates() && !target.created();
        NfsStatus status = target.permits(caller, request.share(), truncates);
        if (!status.isOk()) {
            return status;
        }
        FileRef file = target.file();
        Opened opened = opens.open(cx, request.owner(), file, request.share(), truncates);
        boolean reclaims = request.claim() instanceof OpenClaim.Previous;
        if (!opened.status().isOk()) {
            return reclaims ? ofReclaim(opened.status()) : opened.status();
        }
        if (reclaims) {
            status = admit(cx, request);
            if (!status.isOk()) {
                opens.withdraw(cx, file, opened);
                return status;
            }
        }
        if (truncates) {
            status =
                    file.fileSystem()
                            .setAttributes(caller, file.inode(), AttributeChanges.ofSize(0));
            if (!status.isOk()) {
                opens.withdraw(cx, file, opened);
                return status;
            }
        }
        cx.current(file);
        cx.currentStateId(opened.stateId());
        opened.stateId().encode(result);
        target.directory().encode(result);
        result.writeInt(RESULT_FLAGS);
        attributesSet(request, target, truncates).encode(result);
        DelegationWant.encodeNone(shareAccess, result);
        return NfsStatus.OK;
    }

    /** Who reclaims is told so if another client has what he claims (section 15.1.9.5). */
    private static NfsStatus ofReclaim(NfsStatus status) {
        return status.equals(NfsStatus.SHARE_DENIED) ? NfsStatus.RECLAIM_CONFLICT : status;
    }

    private static Bitmap attributesSet(OpenRequest request, OpenTarget target, boolean truncated) {
        if (target.created()) {
            return request.creation().mask();
        }
        return truncated ? SIZE_ALONE : Bitmap.EMPTY;
    }
}
