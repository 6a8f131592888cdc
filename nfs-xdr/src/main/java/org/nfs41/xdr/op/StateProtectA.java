package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The state protection a client wants, {@code state_protect4_a} (RFC 8881 section 18.35). Any other
 * number is {@link Unknown}: what its arm holds cannot be told, so nothing is read for it, and what
 * follows on the wire is not to be relied on.
 */
public sealed interface StateProtectA {
    /** Selects {@link None}. */
    int SP4_NONE = 0;

    /** Selects {@link MachCred}. */
    int SP4_MACH_CRED = 1;

    /** Selects {@link Ssv}. */
    int SP4_SSV = 2;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static StateProtectA decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case SP4_NONE -> new None();
            case SP4_MACH_CRED -> new MachCred(StateProtectOps.decode(in));
            case SP4_SSV -> new Ssv(SsvSpParms.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /** None. */
    record None() implements StateProtectA {
        @Override
        public int discriminant() {
            return SP4_NONE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(SP4_NONE);
        }
    }

    /**
     * By the credential that the client id was created with.
     *
     * @param ops the operations to protect
     */
    record MachCred(StateProtectOps ops) implements StateProtectA {
        @Override
        public int discriminant() {
            return SP4_MACH_CRED;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(SP4_MACH_CRED);
            ops.encode(out);
        }
    }

    /**
     * By a secret state verifier.
     *
     * @param parms the proposal
     */
    record Ssv(SsvSpParms parms) implements StateProtectA {
        @Override
        public int discriminant() {
            return SP4_SSV;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(SP4_SSV);
            parms.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements StateProtectA {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
