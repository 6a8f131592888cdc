package org.nfs41.ops.session;

import org.nfs41.ops.OperationHandler;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.Operation;

import java.util.Map;

/** The operations on client ids and sessions, except SEQUENCE, which the interpreter executes. */
public final class SessionOperations {
    private SessionOperations() {}

    /** Handlers that act on {@code clients}, by operation. */
    public static Map<Operation, OperationHandler> on(ClientTable clients) {
        return Map.of(
                Operation.EXCHANGE_ID, new ExchangeId(clients),
                Operation.CREATE_SESSION, new CreateSession(clients),
                Operation.DESTROY_SESSION, new DestroySession(clients),
                Operation.BIND_CONN_TO_SESSION, new BindConnToSession(clients),
                Operation.BACKCHANNEL_CTL, new BackchannelCtl(clients),
                Operation.DESTROY_CLIENTID, new DestroyClientId(clients),
                Operation.RECLAIM_COMPLETE, new ReclaimComplete(clients),
                Operation.SET_SSV, new SetSsv());
    }
}
