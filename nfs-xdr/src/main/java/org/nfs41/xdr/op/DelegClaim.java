package org.nfs41.xdr.op;

import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * By what right a delegation is wanted, {@code deleg_claim4} (RFC 8881 section 18.49). Any other
 * number is {@link Unknown}: what its arm holds cannot be told, so nothing is read for it, and what
 * follows on the wire is not to be relied on.
 */
public sealed interface DelegClaim {
    /** Selects {@link Previous}. */
    int CLAIM_PREVIOUS = 1;

    /** Selects {@link Fh}. */
    int CLAIM_FH = 4;

    /** Selects {@link DelegPrevFh}. */
    int CLAIM_DELEG_PREV_FH = 6;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static DelegClaim decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case CLAIM_PREVIOUS -> new Previous(OpenDelegationType.decode(in));
            case CLAIM_FH -> new Fh();
            case CLAIM_DELEG_PREV_FH -> new DelegPrevFh();
            default -> new Unknown(discriminant);
        };
    }

    /**
     * It was held before a server restart.
     *
     * @param delegateType the kind that was held
     */
    record Previous(OpenDelegationType delegateType) implements DelegClaim {
        @Override
        public int discriminant() {
            return CLAIM_PREVIOUS;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_PREVIOUS);
            delegateType.encode(out);
        }
    }

    /** A new one. */
    record Fh() implements DelegClaim {
        @Override
        public int discriminant() {
            return CLAIM_FH;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_FH);
        }
    }

    /** An earlier client incarnation held it. */
    record DelegPrevFh() implements DelegClaim {
        @Override
        public int discriminant() {
            return CLAIM_DELEG_PREV_FH;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_DELEG_PREV_FH);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements DelegClaim {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
