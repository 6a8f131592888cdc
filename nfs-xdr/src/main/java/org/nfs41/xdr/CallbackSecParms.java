package org.nfs41.xdr;

/**
 * A credential that the server may use on the backchannel, {@code callback_sec_parms4} (RFC 8881
 * section 18.33). Any other number is {@link Unknown}: what its arm holds cannot be told, so
 * nothing is read for it, and what follows on the wire is not to be relied on.
 */
public sealed interface CallbackSecParms {
    /** Selects {@link None}. */
    int AUTH_NONE = 0;

    /** Selects {@link Sys}. */
    int AUTH_SYS = 1;

    /** Selects {@link Gss}. */
    int RPCSEC_GSS = 6;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static CallbackSecParms decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case AUTH_NONE -> new None();
            case AUTH_SYS -> new Sys(AuthSysParms.decode(in));
            case RPCSEC_GSS -> new Gss(GssCbHandles.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /** No credential. */
    record None() implements CallbackSecParms {
        @Override
        public int discriminant() {
            return AUTH_NONE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(AUTH_NONE);
        }
    }

    /**
     * An AUTH_SYS credential.
     *
     * @param credential the credential to send
     */
    record Sys(AuthSysParms credential) implements CallbackSecParms {
        @Override
        public int discriminant() {
            return AUTH_SYS;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(AUTH_SYS);
            credential.encode(out);
        }
    }

    /**
     * RPCSEC_GSS contexts.
     *
     * @param handles the contexts
     */
    record Gss(GssCbHandles handles) implements CallbackSecParms {
        @Override
        public int discriminant() {
            return RPCSEC_GSS;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(RPCSEC_GSS);
            handles.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements CallbackSecParms {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
