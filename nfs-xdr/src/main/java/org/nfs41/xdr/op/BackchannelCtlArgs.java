package org.nfs41.xdr.op;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Replaces program number and credentials of the session's backchannel. The arguments of
 * BACKCHANNEL_CTL, RFC 8881 section 18.33.
 *
 * @param cbProgram the RPC program number to call
 * @param secParms the credentials the server may choose from
 */
public record BackchannelCtlArgs(int cbProgram, List<CallbackSecParms> secParms) implements ArgOp {
    /** Copies the lists. */
    public BackchannelCtlArgs {
        secParms = List.copyOf(secParms);
    }

    /** Reads what follows the operation number. */
    public static BackchannelCtlArgs decodeBody(XdrReader in) throws XdrException {
        return new BackchannelCtlArgs(
                in.readInt(), in.readList(Limits.MESSAGE, CallbackSecParms::decode));
    }

    @Override
    public Operation op() {
        return Operation.BACKCHANNEL_CTL;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(cbProgram);
        out.writeList(secParms, CallbackSecParms::encode);
    }
}
