package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Sets attributes of the current filehandle. The arguments of SETATTR, RFC 8881 section 18.30.
 *
 * @param stateId an open, lock or delegation if the size is set, else ignored
 * @param objAttributes the new values
 */
public record SetAttrArgs(StateId stateId, FileAttributes objAttributes) implements ArgOp {
    /** Reads what follows the operation number. */
    public static SetAttrArgs decodeBody(XdrReader in) throws XdrException {
        return new SetAttrArgs(StateId.decode(in), FileAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.SETATTR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        objAttributes.encode(out);
    }
}
