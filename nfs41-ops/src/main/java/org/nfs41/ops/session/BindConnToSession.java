package org.nfs41.ops.session;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Outcome;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;

/**
 * BIND_CONN_TO_SESSION (RFC 8881 section 18.34): associates the connection with a session's
 * channels.
 */
public final class BindConnToSession implements OperationHandler {
    private final ClientTable clients;

    public BindConnToSession(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        BindConnToSessionArgs asked = BindConnToSessionArgs.decodeBody(args);
        if (!ChannelDirFromClient.known().contains(asked.dir())) {
            // a fixed enumeration: RFC 8881 section 15.1.1.1
            throw new XdrException("channel_dir_from_client4 has no value " + asked.dir().value());
        }
        Outcome<BindConnToSessionResOk> outcome =
                clients.bindConnToSession(asked, cx.caller().connectionId());
        if (outcome instanceof Outcome.Done<BindConnToSessionResOk> done) {
            done.value().encodeBody(result);
        }
        // from now on clients may be called on the connection, and must know of the binding first
        cx.waitForNoStorage();
        return outcome.status();
    }
}
