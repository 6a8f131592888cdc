package org.nfs41.xdr.op;

import org.nfs41.xdr.LayoutIoMode;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for a layout of the current filehandle. The arguments of LAYOUTGET, RFC 8881 section 18.43.
 *
 * @param signalLayoutAvail whether to be told when one becomes available
 * @param layoutType the layout type
 * @param ioMode what it is to be used for
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file
 * @param minLength the least number of bytes that will do
 * @param stateId an open, lock, delegation or an earlier layout
 * @param maxCount how many bytes the layouts may take, unsigned
 */
public record LayoutGetArgs(
        boolean signalLayoutAvail,
        LayoutType layoutType,
        LayoutIoMode ioMode,
        long offset,
        long length,
        long minLength,
        StateId stateId,
        int maxCount)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LayoutGetArgs decodeBody(XdrReader in) throws XdrException {
        return new LayoutGetArgs(
                in.readBoolean(),
                LayoutType.decode(in),
                LayoutIoMode.decode(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                StateId.decode(in),
                in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTGET;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(signalLayoutAvail);
        layoutType.encode(out);
        ioMode.encode(out);
        out.writeLong(offset);
        out.writeLong(length);
        out.writeLong(minLength);
        stateId.encode(out);
        out.writeInt(maxCount);
    }
}
