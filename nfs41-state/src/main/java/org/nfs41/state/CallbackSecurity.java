package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.NfsStatus;

import java.util.List;

/** The credentials that a client accepts in calls to it (RFC 8881 section 18.36.3). */
final class CallbackSecurity {
    /** There are three flavours; a session does not remember a client's long list of the same. */
    static final int MOST_KEPT = 8;

    private CallbackSecurity() {}

    /** Why an operation must be refused for these credentials, or null. */
    static @Nullable NfsStatus check(List<CallbackSecParms> offered) {
        for (CallbackSecParms parms : offered) {
            switch (parms) {
                case CallbackSecParms.None none -> {}
                case CallbackSecParms.Sys sys -> {}
                // No RPCSEC_GSS context has been made here, so that no handle can name one.
                case CallbackSecParms.Gss gss -> {
                    return NfsStatus.NOENT;
                }
                case CallbackSecParms.Unknown unknown -> {
                    return NfsStatus.BADXDR;
                }
            }
        }
        return null;
    }

    /** The first of them, as {@link #check} lets them pass, with bytes of their own. */
    static List<CallbackSecParms> kept(List<CallbackSecParms> offered) {
        return offered.stream().limit(MOST_KEPT).map(CallbackSecurity::detached).toList();
    }

    private static CallbackSecParms detached(CallbackSecParms parms) {
        if (parms instanceof CallbackSecParms.Sys(AuthSysParms sys)) {
            return new CallbackSecParms.Sys(
                    new AuthSysParms(
                            sys.stamp(),
                            sys.machineName().detach(),
                            sys.uid(),
                            sys.gid(),
                            sys.gids()));
        }
        return parms;
    }
}
