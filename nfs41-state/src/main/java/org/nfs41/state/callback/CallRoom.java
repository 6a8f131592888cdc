package org.nfs41.state.callback;

import org.nfs41.state.ClientRecord;
import org.nfs41.state.Session;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.List;

/** How much a call to a client can bring, whichever of its sessions it is sent in. */
public final class CallRoom {
    private static final int MINOR_VERSION = 1;

    private CallRoom() {}

    /**
     * How many bytes the arguments of an operation may have more than these have.
     *
     * @return 0 if the client has no backchannel that calls could be made on
     */
    public static int beside(CbArgOp operation, ClientRecord client) {
        int least = Integer.MAX_VALUE;
        for (Session session : client.sessions()) {
            if (BackChannel.canBeOpened(session)) {
                least = Math.min(least, beside(operation, session));
            }
        }
        return least == Integer.MAX_VALUE ? 0 : Math.max(0, least);
    }

    private static int beside(CbArgOp operation, Session session) {
        CbSequenceArgs sequence =
                new CbSequenceArgs(
                        session.id(),
                        0,
                        0,
                        0,
                        true,
                        List.of(
                                new ReferringCallList(
                                        session.id(), List.of(new ReferringCall(0, 0)))));
        CbCompoundArgs compound =
                new CbCompoundArgs(Opaque.EMPTY, MINOR_VERSION, 0, List.of(sequence, operation));
        List<CallbackSecParms> offered = session.callbacks().security();
        int most = Integer.MAX_VALUE;
        for (CallbackSecParms security :
                offered.isEmpty() ? List.of(new CallbackSecParms.None()) : offered) {
            most = Math.min(most, CallSizes.room(compound, security, session.backChannel()));
        }
        return most;
    }
}
