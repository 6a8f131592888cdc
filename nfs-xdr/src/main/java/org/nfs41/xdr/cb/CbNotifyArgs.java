package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Tells the holder of a directory delegation what changed. The arguments of CB_NOTIFY, RFC 8881
 * section 20.4.
 *
 * @param stateId the delegation
 * @param fh the directory
 * @param changes the changes
 */
public record CbNotifyArgs(StateId stateId, FileHandle fh, List<Notify> changes)
        implements CbArgOp {
    /** Copies the lists. */
    public CbNotifyArgs {
        changes = List.copyOf(changes);
    }

    /** Reads what follows the operation number. */
    public static CbNotifyArgs decodeBody(XdrReader in) throws XdrException {
        return new CbNotifyArgs(
                StateId.decode(in),
                FileHandle.decode(in),
                in.readList(Limits.MESSAGE, Notify::decode));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_NOTIFY;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        fh.encode(out);
        out.writeList(changes, Notify::encode);
    }
}
