package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * By what right a file is opened and how it is named, {@code open_claim4} (RFC 8881 section 18.16).
 * Any other number is {@link Unknown}: what its arm holds cannot be told, so nothing is read for
 * it, and what follows on the wire is not to be relied on.
 */
public sealed interface OpenClaim {
    /** Selects {@link Null}. */
    int CLAIM_NULL = 0;

    /** Selects {@link Previous}. */
    int CLAIM_PREVIOUS = 1;

    /** Selects {@link DelegateCur}. */
    int CLAIM_DELEGATE_CUR = 2;

    /** Selects {@link DelegatePrev}. */
    int CLAIM_DELEGATE_PREV = 3;

    /** Selects {@link Fh}. */
    int CLAIM_FH = 4;

    /** Selects {@link DelegCurFh}. */
    int CLAIM_DELEG_CUR_FH = 5;

    /** Selects {@link DelegPrevFh}. */
    int CLAIM_DELEG_PREV_FH = 6;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static OpenClaim decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case CLAIM_NULL -> new Null(in.readOpaque(Limits.COMPONENT));
            case CLAIM_PREVIOUS -> new Previous(OpenDelegationType.decode(in));
            case CLAIM_DELEGATE_CUR -> new DelegateCur(OpenClaimDelegateCur.decode(in));
            case CLAIM_DELEGATE_PREV -> new DelegatePrev(in.readOpaque(Limits.COMPONENT));
            case CLAIM_FH -> new Fh();
            case CLAIM_DELEG_CUR_FH -> new DelegCurFh(StateId.decode(in));
            case CLAIM_DELEG_PREV_FH -> new DelegPrevFh();
            default -> new Unknown(discriminant);
        };
    }

    /**
     * An ordinary open of a name in the current filehandle's directory.
     *
     * @param file the name
     */
    record Null(Opaque file) implements OpenClaim {
        @Override
        public int discriminant() {
            return CLAIM_NULL;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_NULL);
            out.writeOpaque(file);
        }
    }

    /**
     * An open from before the server's restart, of the current filehandle.
     *
     * @param delegateType the delegation that was held with it
     */
    record Previous(OpenDelegationType delegateType) implements OpenClaim {
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

    /**
     * An open the client's delegation covers, by name.
     *
     * @param delegateCurInfo the delegation and the name
     */
    record DelegateCur(OpenClaimDelegateCur delegateCurInfo) implements OpenClaim {
        @Override
        public int discriminant() {
            return CLAIM_DELEGATE_CUR;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_DELEGATE_CUR);
            delegateCurInfo.encode(out);
        }
    }

    /**
     * An open that a delegation of an earlier client incarnation covers, by name.
     *
     * @param fileDelegatePrev the name
     */
    record DelegatePrev(Opaque fileDelegatePrev) implements OpenClaim {
        @Override
        public int discriminant() {
            return CLAIM_DELEGATE_PREV;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_DELEGATE_PREV);
            out.writeOpaque(fileDelegatePrev);
        }
    }

    /** An ordinary open of the current filehandle. */
    record Fh() implements OpenClaim {
        @Override
        public int discriminant() {
            return CLAIM_FH;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_FH);
        }
    }

    /**
     * An open of the current filehandle that the client's delegation covers.
     *
     * @param delegateStateId the delegation
     */
    record DelegCurFh(StateId delegateStateId) implements OpenClaim {
        @Override
        public int discriminant() {
            return CLAIM_DELEG_CUR_FH;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(CLAIM_DELEG_CUR_FH);
            delegateStateId.encode(out);
        }
    }

    /**
     * An open of the current filehandle that a delegation of an earlier client incarnation covers.
     */
    record DelegPrevFh() implements OpenClaim {
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
    record Unknown(int discriminant) implements OpenClaim {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
