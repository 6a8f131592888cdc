package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.open.SpecialStateIds;
import org.nfs41.state.open.StateUse;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.WriteResOk;

/** WRITE (RFC 8881 section 18.32), straight from the request's buffer. */
record Write(OpenFiles opens, Clearances clearances, NotifiedDirectories notified, long instance)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        StateId stateId = StateId.decode(args);
        long offset = args.readLong();
        StableHow stable = StableHow.decode(args);
        if (stable.value() < StableHow.UNSTABLE.value()
                || stable.value() > StableHow.FILE_SYNC.value()) {
            // a fixed enumeration: RFC 8881 section 15.1.1.1
            throw new XdrException("stable_how4 has no value " + stable.value());
        }
        int length = args.readOpaqueLength(Integer.MAX_VALUE);
        int dataAt = args.position();
        args.skipOpaque(length);
        FileRef file = cx.requireCurrent();
        // The state id may end while this is carried out: by a CLOSE on another slot, or by
        // revocation. Until this is done too, nobody may be given a delegation.
        clearances.announce(file);
        try {
            NfsStatus status = check(cx, file, stateId);
            if (status.isOk() && (offset < 0 || offset > Long.MAX_VALUE - length)) {
                status = NfsStatus.FBIG;
            }
            // An open keeps others' delegations away, without one they must be asked for.
            if (status.isOk()
                    && SpecialStateIds.isReserved(stateId)
                    && !clearances.isClear(cx, file, Interference.CHANGING, false)) {
                status = NfsStatus.DELAY;
            }
            return status.isOk()
                    ? write(cx, file, offset, args, dataAt, length, stable, result)
                    : status;
        } finally {
            clearances.end(file);
        }
    }

    private NfsStatus write(
            CompoundContext cx,
            FileRef file,
            long offset,
            XdrReader args,
            int dataAt,
            int length,
            StableHow stable,
            XdrWriter result) {
        return switch (file.fileSystem()
                .write(
                        cx.credentials(),
                        file.inode(),
                        offset,
                        args.buffer(),
                        dataAt,
                        length,
                        stable)) {
            case FsResult.Ok<WriteResult>(WriteResult written) -> {
                notified.attributesChanged(file, cx.now());
                long verifier = written.verifier() ^ instance;
                new WriteResOk(written.count(), written.committed(), verifier).encodeBody(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<WriteResult>(NfsStatus failure) -> failure;
        };
    }

    private NfsStatus check(CompoundContext cx, FileRef file, StateId stateId) {
        NfsStatus regular = ObjectTypes.requireRegular(file.inode().type());
        return regular.isOk() ? opens.validate(cx, stateId, StateUse.WRITE) : regular;
    }
}
