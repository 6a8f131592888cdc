package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileRegion;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.open.SpecialStateIds;
import org.nfs41.state.open.StateUse;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ReadArgs;

/**
 * READ (RFC 8881 section 18.22). The file system puts the data straight into the reply. If less
 * room is left there than asked for, less is read: a client reads on behind it.
 */
record Read(OpenFiles opens, Clearances clearances, int maxBytes) implements OperationHandler {
    /** Before the data: {@code eof} and the length. */
    private static final int OVERHEAD = 4 + 4;

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        ReadArgs request = ReadArgs.decodeBody(args);
        FileRef file = cx.requireCurrent();
        NfsStatus status = ObjectTypes.requireRegular(file.inode().type());
        if (status.isOk()) {
            status = opens.validate(cx, request.stateId(), StateUse.READ);
        }
        if (!status.isOk() || !SpecialStateIds.isReserved(request.stateId())) {
            // an open keeps others' delegations away
            return status.isOk() ? read(cx, file, request, result) : status;
        }
        status = clearances.begin(cx, file, Interference.READING);
        if (!status.isOk()) {
            return status;
        }
        try {
            return read(cx, file, request, result);
        } finally {
            clearances.end(file);
        }
    }

    private NfsStatus read(CompoundContext cx, FileRef file, ReadArgs request, XdrWriter result) {
        // an offset over the largest that a file can have is behind its end
        long offset = request.offset() < 0 ? Long.MAX_VALUE : request.offset();
        int length = length(request.count(), Long.MAX_VALUE - offset, result);
        if (cx.takesRegion()) {
            FileRegion region =
                    file.fileSystem().region(cx.credentials(), file.inode(), offset, length);
            if (region != null) {
                result.writeBoolean(region.eof());
                result.writeInt(region.remaining());
                cx.region(region);
                return NfsStatus.OK;
            }
        }
        int eofAt = result.position();
        result.writeBoolean(false);
        int dataAt = result.reserveOpaque(length);
        return switch (file.fileSystem()
                .read(cx.credentials(), file.inode(), offset, result.buffer(), dataAt, length)) {
            case FsResult.Ok<ReadResult>(ReadResult read) -> {
                result.shortenOpaque(dataAt, read.count());
                result.putIntAt(eofAt, read.eof() ? 1 : 0);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<ReadResult>(NfsStatus status) -> status;
        };
    }

    private int length(int count, long upToLargestOffset, XdrWriter result) {
        long wanted = Math.min(Integer.toUnsignedLong(count), upToLargestOffset);
        // data is padded to whole words, so only these count
        int room = Math.max(result.remaining() - OVERHEAD, 0) & -Integer.BYTES;
        int most = Math.min(maxBytes, room);
        if (wanted > 0 && most == 0) {
            // no byte fits: let the reservation fail, or the client would read nothing for ever
            most = 1;
        }
        return (int) Math.min(wanted, most);
    }
}
