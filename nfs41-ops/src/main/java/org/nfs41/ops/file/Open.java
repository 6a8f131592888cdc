package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.file.OpenRequest.Creation;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.Grace;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.open.Opened;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenResultFlags;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * OPEN (RFC 8881 section 18.16): find or create the file, check the caller's permission, have
 * others' delegations returned, reserve the share, cut the file if asked to, offer a delegation.
 */
record Open(
        ExportTable exports,
        OpenFiles opens,
        DelegationOffers offers,
        NameLocks names,
        Grace grace,
        Principals principals)
        implements OperationHandler {
    private static final Bitmap SIZE_ALONE = Bitmap.of(Attribute.SIZE);

    /**
     * Locks are what POSIX wants; without this a Linux client refuses fcntl locks by itself. A
     * removed file is preserved while it is open, but not over a restart, as
     * OPEN4_RESULT_PRESERVE_UNLINKED would promise. A client that can be called is told, besides,
     * that it may be notified of locks: others must not rely on that.
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
        boolean named = nameOf(request.claim()) != null;
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
            case OpenClaim.Previous claim -> grace.admit(client, true);
            // whether there is such a delegation is to be seen when the file is known
            case OpenClaim.DelegateCur claim -> NfsStatus.OK;
            case OpenClaim.DelegCurFh claim -> NfsStatus.OK;
            // delegations end with the incarnation of the client that had them
            case OpenClaim.DelegatePrev claim -> NfsStatus.RECLAIM_BAD;
            case OpenClaim.DelegPrevFh claim -> NfsStatus.RECLAIM_BAD;
            case OpenClaim.Unknown claim -> NfsStatus.BADXDR;
        };
    }

    private FsResult<OpenTarget> target(CompoundContext cx, OpenRequest request) {
        FileRef current = cx.requireCurrent();
        Opaque name = nameOf(request.claim());
        if (name == null) {
            return FsResult.ok(OpenTarget.current(current));
        }
        Credentials caller = cx.credentials();
        if (request.creation().mode() instanceof CreateMode.Exclusive
                && current.inode().type().equals(FileType.NF4ATTRDIR)) {
            // a named attribute cannot be created so (RFC 8881 section 18.16.3)
            return FsResult.failed(NfsStatus.INVAL);
        }
        if (cx.rule().isReadOnly()) {
            return OpenTarget.found(exports, caller, current, name, request.creation());
        }
        if (!(request.claim() instanceof OpenClaim.Null) || !request.creation().wanted()) {
            // who has a delegation of the file need not create it
            return OpenTarget.named(exports, caller, current, name, Creation.NONE, true);
        }
        boolean room = opens.hasRoom(cx);
        NfsStatus valid = FileNames.check(name, current.fileSystem().limits().maxNameBytes());
        if (!valid.isOk()) {
            return FsResult.failed(valid);
        }
        try (var _ = names.hold(current, name)) {
            return NamedFile.isFree(cx, current, name)
                    ? create(cx, current, name, request.creation(), room)
                    : OpenTarget.named(exports, caller, current, name, request.creation(), room);
        }
    }

    /** Creates the file when no delegation of the directory forbids it. */
    private FsResult<OpenTarget> create(
            CompoundContext cx, FileRef directory, Opaque name, Creation creation, boolean room) {
        AtomicReference<@Nullable FsResult<OpenTarget>> made = new AtomicReference<>();
        NfsStatus status =
                offers.delegations()
                        .clearances()
                        .changing(
                                cx,
                                List.of(),
                                List.of(DirectoryEdit.add(directory, name)),
                                () -> {
                                    FsResult<OpenTarget> target =
                                            OpenTarget.named(
                                                    exports,
                                                    cx.credentials(),
                                                    directory,
                                                    name,
                                                    creation,
                                                    room);
                                    made.set(target);
                                    return target.status();
                                });
        FsResult<OpenTarget> target = made.get();
        return target == null ? FsResult.failed(status) : target;
    }

    /** The name that a claim has for the file, or null if the filehandle says it. */
    private static @Nullable Opaque nameOf(OpenClaim claim) {
        return switch (claim) {
            case OpenClaim.Null(Opaque name) -> name;
            case OpenClaim.DelegateCur(OpenClaimDelegateCur info) -> info.file();
            default -> null;
        };
    }

    /**
     * Whether the delegation is the client's that the file is opened by. What it does not cover is
     * an open like any other (RFC 8881 section 18.16.3).
     */
    private NfsStatus checkDelegation(CompoundContext cx, OpenRequest request, FileRef file) {
        StateId claimed =
                switch (request.claim()) {
                    case OpenClaim.DelegateCur(OpenClaimDelegateCur info) -> info.delegateStateId();
                    case OpenClaim.DelegCurFh(StateId id) -> id;
                    default -> null;
                };
        if (claimed == null) {
            return NfsStatus.OK;
        }
        NfsStatus status = offers.delegations().check(cx, claimed, file, request.share().access());
        return status.equals(NfsStatus.OPENMODE)
                ? grace.admit(cx.requireSession().client(), false)
                : status;
    }

    private NfsStatus open(
            CompoundContext cx,
            OpenRequest request,
            OpenTarget target,
            int shareAccess,
            XdrWriter result) {
        boolean truncates = request.creation().truncates() && !target.created();
        FileRef file = target.file();
        NfsStatus status = target.permits(cx.credentials(), request.share(), truncates);
        if (status.isOk()) {
            status = checkDelegation(cx, request, file);
        }
        if (status.isOk()
                && offers.delegations().promises().isAlreadyWanted(cx, file, shareAccess)) {
            status = NfsStatus.DELEG_ALREADY_WANTED;
        }
        if (!status.isOk()) {
            return status;
        }
        Opened<FileRef> opened =
                truncates ? openAndCut(cx, request, file) : open(cx, request, file, false);
        if (!opened.status().isOk()) {
            return opened.status();
        }
        cx.current(file);
        cx.currentStateId(opened.stateId());
        opened.stateId().encode(result);
        target.directory().encode(result);
        result.writeInt(
                opens.tellsOfLocks(cx)
                        ? RESULT_FLAGS | OpenResultFlags.MAY_NOTIFY_LOCK
                        : RESULT_FLAGS);
        attributesSet(request, target, truncates).encode(result);
        offers.with(cx, request, file, shareAccess, opened.wasWriting()).encode(result);
        return NfsStatus.OK;
    }

    /** Reserves the share when no delegation of another client forbids it. */
    private Opened<FileRef> open(
            CompoundContext cx, OpenRequest request, FileRef file, boolean truncates) {
        Share share = request.share();
        Interference what =
                truncates ? Interference.CHANGING : Interference.of(share.access(), share.deny());
        if (!offers.delegations().clearances().isClear(cx, file, what, truncates)) {
            return Opened.refused(NfsStatus.DELAY);
        }
        Opened<FileRef> opened = opens.open(cx, request.owner(), file, share, truncates);
        if (!(request.claim() instanceof OpenClaim.Previous)) {
            return opened;
        }
        if (!opened.status().isOk()) {
            return Opened.refused(ofReclaim(opened.status()));
        }
        NfsStatus admitted = admit(cx, request);
        return admitted.isOk() ? opened : withdraw(cx, file, opened, admitted);
    }

    private Opened<FileRef> openAndCut(CompoundContext cx, OpenRequest request, FileRef file) {
        Clearances clearances = offers.delegations().clearances();
        NfsStatus clear = clearances.begin(cx, file, Interference.CHANGING, true);
        if (!clear.isOk()) {
            return Opened.refused(clear);
        }
        try {
            Opened<FileRef> opened = open(cx, request, file, true);
            if (!opened.status().isOk()) {
                return opened;
            }
            NfsStatus cut =
                    file.fileSystem()
                            .setAttributes(
                                    cx.credentials(), file.inode(), AttributeChanges.ofSize(0));
            offers.delegations().notified().attributesChanged(file, cx.now());
            return cut.isOk() ? opened : withdraw(cx, file, opened, cut);
        } finally {
            clearances.end(file);
        }
    }

    private Opened<FileRef> withdraw(
            CompoundContext cx, FileRef file, Opened<FileRef> opened, NfsStatus reason) {
        opens.withdraw(cx, file, opened);
        return Opened.refused(reason);
    }

    /** Who reclaims is told so if another client has what he claims (section 15.1.9.5). */
    private static NfsStatus ofReclaim(NfsStatus status) {
        return status.equals(NfsStatus.SHARE_DENIED) ? NfsStatus.RECLAIM_CONFLICT : status;
    }

    private static Bitmap attributesSet(OpenRequest request, OpenTarget target, boolean truncated) {
        if (target.created()) {
            FileRef file = target.file();
            Bitmap asked = request.creation().mask();
            boolean all = file.fileSystem().keepsAttributes(file.inode());
            return all ? asked : asked.and(SIZE_ALONE);
        }
        return truncated ? SIZE_ALONE : Bitmap.EMPTY;
    }
}
