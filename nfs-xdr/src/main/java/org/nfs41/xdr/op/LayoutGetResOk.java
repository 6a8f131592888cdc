package org.nfs41.xdr.op;

import org.nfs41.xdr.Layout;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * A layout. The successful result of LAYOUTGET, RFC 8881 section 18.43.
 *
 * @param returnOnClose whether it ends with the last close of the file
 * @param stateId the layout
 * @param layouts its segments
 */
public record LayoutGetResOk(boolean returnOnClose, StateId stateId, List<Layout> layouts)
        implements ResOp {
    /** Copies the lists. */
    public LayoutGetResOk {
        layouts = List.copyOf(layouts);
    }

    /** Reads what follows the status. */
    public static LayoutGetResOk decodeBody(XdrReader in) throws XdrException {
        return new LayoutGetResOk(
                in.readBoolean(), StateId.decode(in), in.readList(Limits.MESSAGE, Layout::decode));
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTGET;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(returnOnClose);
        stateId.encode(out);
        out.writeList(layouts, Layout::encode);
    }
}
