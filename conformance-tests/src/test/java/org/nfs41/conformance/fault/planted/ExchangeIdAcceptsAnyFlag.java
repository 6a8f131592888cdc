package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;

/** EXCHANGE_ID looks at no flag that it does not know. */
public final class ExchangeIdAcceptsAnyFlag extends Fault {
    /** As {@link Fault} asks. */
    public ExchangeIdAcceptsAnyFlag() {
        super(
                "exchange-id-accepts-any-flag",
                "B-025",
                "undefined and result-only bits of eia_flags are ignored",
                "CID-001");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.requests(request ->
                Requests.change(
                        request,
                        ExchangeIdArgs.class,
                        args ->
                                new ExchangeIdArgs(
                                        args.clientOwner(),
                                        args.flags() & ExchangeIdFlags.MASK_PNFS,
                                        args.stateProtect(),
                                        args.clientImplId())));
    }
}
