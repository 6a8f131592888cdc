package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;

/** A confirmed client id is not marked as such. */
public final class ConfirmedFlagMissing extends Fault {
    /** As {@link Fault} asks. */
    public ConfirmedFlagMissing() {
        super(
                "confirmed-flag-missing",
                "B-028",
                "EXCHGID4_FLAG_CONFIRMED_R is never set",
                "CID-002");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        ExchangeIdResOk.class,
                        ok ->
                                new ExchangeIdResOk(
                                        ok.clientId(),
                                        ok.sequenceId(),
                                        ok.flags() & ~ExchangeIdFlags.CONFIRMED_R,
                                        ok.stateProtect(),
                                        ok.serverOwner(),
                                        ok.serverScope(),
                                        ok.serverImplId())));
    }
}
