package org.nfs41.xdr.op;

import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The connection is bound. The successful result of BIND_CONN_TO_SESSION, RFC 8881 section 18.34.
 *
 * @param sessionId the session
 * @param dir the channels it was bound to
 * @param useConnInRdmaMode whether the connection goes over to RDMA
 */
public record BindConnToSessionResOk(
        SessionId sessionId, ChannelDirFromServer dir, boolean useConnInRdmaMode) implements ResOp {
    /** Reads what follows the status. */
    public static BindConnToSessionResOk decodeBody(XdrReader in) throws XdrException {
        return new BindConnToSessionResOk(
                SessionId.decode(in), ChannelDirFromServer.decode(in), in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.BIND_CONN_TO_SESSION;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        dir.encode(out);
        out.writeBoolean(useConnInRdmaMode);
    }
}
