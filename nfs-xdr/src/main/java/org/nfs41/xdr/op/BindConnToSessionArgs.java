package org.nfs41.xdr.op;

import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Binds the connection it comes on to a session. The arguments of BIND_CONN_TO_SESSION, RFC 8881
 * section 18.34.
 *
 * @param sessionId the session
 * @param dir the channels wanted
 * @param useConnInRdmaMode whether the connection is to go over to RDMA
 */
public record BindConnToSessionArgs(
        SessionId sessionId, ChannelDirFromClient dir, boolean useConnInRdmaMode) implements ArgOp {
    /** Reads what follows the operation number. */
    public static BindConnToSessionArgs decodeBody(XdrReader in) throws XdrException {
        return new BindConnToSessionArgs(
                SessionId.decode(in), ChannelDirFromClient.decode(in), in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.BIND_CONN_TO_SESSION;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        dir.encode(out);
        out.writeBoolean(useConnInRdmaMode);
    }
}
