package org.nfs41.ops.session;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Outcome;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;

/** CREATE_SESSION (RFC 8881 section 18.36): makes a session and confirms its client id. */
public final class CreateSession implements OperationHandler {
    private final ClientTable clients;

    public CreateSession(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        CreateSessionArgs asked = CreateSessionArgs.decodeBody(args);
        Caller caller = cx.caller();
        Outcome<CreateSessionResOk> outcome =
                clients.createSession(
                        asked, caller.principal(), caller.connectionId(), cx.session(), cx.now());
        if (outcome instanceof Outcome.Done<CreateSessionResOk> done) {
            done.value().encodeBody(result);
        }
        return outcome.status();
    }
}
