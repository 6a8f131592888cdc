package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.LayoutUpdate;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.OptionalLong;

/**
 * Reports what was written by means of a layout. The arguments of LAYOUTCOMMIT, RFC 8881 section
 * 18.42.
 *
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file
 * @param reclaim whether the writes were before a server restart
 * @param stateId the layout
 * @param lastWriteOffset the last byte that was written, absent if the file did not grow
 * @param timeModify the modification time the client suggests, null for none
 * @param layoutUpdate what the layout type needs to be told
 */
public record LayoutCommitArgs(
        long offset,
        long length,
        boolean reclaim,
        StateId stateId,
        OptionalLong lastWriteOffset,
        @Nullable NfsTime timeModify,
        LayoutUpdate layoutUpdate)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LayoutCommitArgs decodeBody(XdrReader in) throws XdrException {
        return new LayoutCommitArgs(
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                StateId.decode(in),
                in.readOptionalLong(),
                in.readOptional(NfsTime::decode),
                LayoutUpdate.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTCOMMIT;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(offset);
        out.writeLong(length);
        out.writeBoolean(reclaim);
        stateId.encode(out);
        out.writeOptional(lastWriteOffset);
        out.writeOptional(timeModify, NfsTime::encode);
        layoutUpdate.encode(out);
    }
}
