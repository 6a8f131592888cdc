package org.nfs41.state.callback;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.cb.CbCompoundArgs;

/** What is to be done outside of the machine. */
public sealed interface Effect {
    /**
     * Send a CB_COMPOUND, and hand what comes of it to {@link Backchannels#replied}.
     *
     * @param connectionId the connection to send it on
     * @param attempt names this try: no other has the same
     * @param program the number of the client's RPC program, unsigned
     * @param security the credential to send it with
     */
    record Send(
            long connectionId,
            long attempt,
            int program,
            CallbackSecParms security,
            CbCompoundArgs compound)
            implements Effect {}

    /** Tell a listener the outcome of its call. */
    record Tell(ClientCalls.CallListener listener, CallOutcome outcome) implements Effect {}

    /**
     * Go on with what waits for a client, by {@link Backchannels#changed}, when those who are told
     * something before this have heard it: they may not want the next call any more.
     */
    record GoOn(long clientId) implements Effect {}
}
