package org.nfs41.state;

import org.nfs41.xdr.CallbackSecParms;

import java.util.List;

/**
 * How a client wants to be called on a session's backchannel: settled by CREATE_SESSION, changed by
 * BACKCHANNEL_CTL (RFC 8881 sections 18.36.3 and 18.33.3). Owns its bytes.
 *
 * @param program the RPC program number of calls to the client
 * @param security the credentials that the client accepts in them, best first
 */
public record CallbackParameters(int program, List<CallbackSecParms> security) {
    /** Copies the list. */
    public CallbackParameters {
        security = List.copyOf(security);
    }

    /** As {@link CallbackSecurity#check} has let them pass. */
    static CallbackParameters of(int program, List<CallbackSecParms> offered) {
        return new CallbackParameters(program, CallbackSecurity.kept(offered));
    }

    /**
     * What BACKCHANNEL_CTL makes of them: another program number in any case, and credentials if it
     * brings some. RPCSEC_GSS handles would be added to those that are there, but none can be named
     * as long as the server has no contexts.
     */
    CallbackParameters changed(int newProgram, List<CallbackSecParms> offered) {
        return offered.isEmpty()
                ? new CallbackParameters(newProgram, security)
                : of(newProgram, offered);
    }
}
