package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.util.List;
import java.util.Objects;

/**
 * How a client says that it may be called (RFC 8881 sections 18.33.3 and 18.36.3).
 *
 * @param program the program number
 * @param secParms the credentials that it takes
 */
record CallbackOffer(int program, List<CallbackSecParms> secParms) {
    /** Why a call's credential is none of these, null when it is one. */
    static @Nullable String problem(List<CallbackOffer> offers, Credential used) {
        boolean offered =
                offers.stream()
                        .flatMap(offer -> offer.secParms().stream())
                        .anyMatch(parms -> allows(parms, used));
        return offered ? null : "callback under " + shown(used) + ", which csa_sec_parms lacks";
    }

    private static boolean allows(CallbackSecParms parms, Credential used) {
        return switch (parms) {
            case CallbackSecParms.None none -> used.flavor() == Credential.AUTH_NONE;
            case CallbackSecParms.Sys(AuthSysParms offered) -> {
                AuthSysParms known = authSys(used);
                // stamp and machine name say nothing about who calls
                yield known != null && known.uid() == offered.uid() && known.gid() == offered.gid();
            }
            // no context of ours can be checked here
            default -> used.flavor() == parms.discriminant();
        };
    }

    /** The body of an AUTH_SYS credential, null when it is none. */
    static @Nullable AuthSysParms authSys(Credential used) {
        if (used.flavor() != Credential.AUTH_SYS) {
            return null;
        }
        try {
            return AuthSysParms.decode(new XdrReader(used.body()));
        } catch (XdrException e) {
            return null;
        }
    }

    private static String shown(Credential used) {
        return Objects.requireNonNullElse(authSys(used), used).toString();
    }
}
