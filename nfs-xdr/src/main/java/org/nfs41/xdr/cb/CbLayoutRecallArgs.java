package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.LayoutIoMode;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for layouts back. The arguments of CB_LAYOUTRECALL, RFC 8881 section 20.3.
 *
 * @param type the layout type
 * @param ioMode those for reading, for writing or all
 * @param changed whether the data has moved, so that pending writes should not use the layout
 * @param recall which ones
 */
public record CbLayoutRecallArgs(
        LayoutType type, LayoutIoMode ioMode, boolean changed, LayoutRecall recall)
        implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbLayoutRecallArgs decodeBody(XdrReader in) throws XdrException {
        return new CbLayoutRecallArgs(
                LayoutType.decode(in),
                LayoutIoMode.decode(in),
                in.readBoolean(),
                LayoutRecall.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_LAYOUTRECALL;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        type.encode(out);
        ioMode.encode(out);
        out.writeBoolean(changed);
        recall.encode(out);
    }
}
