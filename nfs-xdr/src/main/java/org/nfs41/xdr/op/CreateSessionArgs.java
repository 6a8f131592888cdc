package org.nfs41.xdr.op;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Creates a session, and confirms its client id. The arguments of CREATE_SESSION, RFC 8881 section
 * 18.36.
 *
 * @param clientId the client id
 * @param sequence what EXCHANGE_ID returned, one more after each session
 * @param flags see {@link CreateSessionFlags}
 * @param foreChannelAttributes the limits proposed for requests
 * @param backChannelAttributes the limits proposed for callbacks
 * @param cbProgram the RPC program number to call back
 * @param secParms the credentials the server may choose from
 */
public record CreateSessionArgs(
        long clientId,
        int sequence,
        int flags,
        ChannelAttributes foreChannelAttributes,
        ChannelAttributes backChannelAttributes,
        int cbProgram,
        List<CallbackSecParms> secParms)
        implements ArgOp {
    /** Copies the lists. */
    public CreateSessionArgs {
        secParms = List.copyOf(secParms);
    }

    /** Reads what follows the operation number. */
    public static CreateSessionArgs decodeBody(XdrReader in) throws XdrException {
        return new CreateSessionArgs(
                in.readLong(),
                in.readInt(),
                in.readInt(),
                ChannelAttributes.decode(in),
                ChannelAttributes.decode(in),
                in.readInt(),
                in.readList(Limits.MESSAGE, CallbackSecParms::decode));
    }

    @Override
    public Operation op() {
        return Operation.CREATE_SESSION;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
        out.writeInt(sequence);
        out.writeInt(flags);
        foreChannelAttributes.encode(out);
        backChannelAttributes.encode(out);
        out.writeInt(cbProgram);
        out.writeList(secParms, CallbackSecParms::encode);
    }
}
