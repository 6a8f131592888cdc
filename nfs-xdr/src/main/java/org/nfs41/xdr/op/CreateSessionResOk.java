package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The session exists. The successful result of CREATE_SESSION, RFC 8881 section 18.36.
 *
 * @param sessionId the session
 * @param sequence repeats the request's
 * @param flags those of the request that were granted, see {@link CreateSessionFlags}
 * @param foreChannelAttributes the limits for requests
 * @param backChannelAttributes the limits for callbacks
 */
public record CreateSessionResOk(
        SessionId sessionId,
        int sequence,
        int flags,
        ChannelAttributes foreChannelAttributes,
        ChannelAttributes backChannelAttributes)
        implements ResOp {
    /** Reads what follows the status. */
    public static CreateSessionResOk decodeBody(XdrReader in) throws XdrException {
        return new CreateSessionResOk(
                SessionId.decode(in),
                in.readInt(),
                in.readInt(),
                ChannelAttributes.decode(in),
                ChannelAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.CREATE_SESSION;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        out.writeInt(sequence);
        out.writeInt(flags);
        foreChannelAttributes.encode(out);
        backChannelAttributes.encode(out);
    }
}
