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
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

/** EXCHANGE_ID (RFC 8881 section 18.35): tells a client its client id. */
public final class ExchangeId implements OperationHandler {
    private final ClientTable clients;

    public ExchangeId(ClientTable clients) {
        this.clients = clients;
    }

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        ExchangeIdArgs asked = ExchangeIdArgs.decodeBody(args);
        Caller caller = cx.caller();
        Outcome<ExchangeIdResOk> outcome =
                clients.exchangeId(asked, caller.principal(), caller.origin(), cx.now());
        if (outcome instanceof Outcome.Done<ExchangeIdResOk> done) {
            done.value().encodeBody(result);
        }
        return outcome.status();
    }
}
