package org.nfs41.xdr.op;

import org.nfs41.xdr.LayoutIoMode;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Gives layouts back. The arguments of LAYOUTRETURN, RFC 8881 section 18.44.
 *
 * @param reclaim whether they are from before a server restart
 * @param layoutType the layout type
 * @param ioMode those for reading, for writing or all
 * @param layoutReturn which ones
 */
public record LayoutReturnArgs(
        boolean reclaim, LayoutType layoutType, LayoutIoMode ioMode, LayoutReturn layoutReturn)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LayoutReturnArgs decodeBody(XdrReader in) throws XdrException {
        return new LayoutReturnArgs(
                in.readBoolean(),
                LayoutType.decode(in),
                LayoutIoMode.decode(in),
                LayoutReturn.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTRETURN;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(reclaim);
        layoutType.encode(out);
        ioMode.encode(out);
        layoutReturn.encode(out);
    }
}
