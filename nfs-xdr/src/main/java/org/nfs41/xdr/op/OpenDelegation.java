package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The delegation that came with an open, {@code open_delegation4} (RFC 8881 section 18.16). Any
 * other number is {@link Unknown}: what its arm holds cannot be told, so nothing is read for it,
 * and what follows on the wire is not to be relied on.
 */
public sealed interface OpenDelegation {
    /** Selects {@link None}. */
    int OPEN_DELEGATE_NONE = 0;

    /** Selects {@link Read}. */
    int OPEN_DELEGATE_READ = 1;

    /** Selects {@link Write}. */
    int OPEN_DELEGATE_WRITE = 2;

    /** Selects {@link NoneExt}. */
    int OPEN_DELEGATE_NONE_EXT = 3;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static OpenDelegation decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case OPEN_DELEGATE_NONE -> new None();
            case OPEN_DELEGATE_READ -> new Read(OpenReadDelegation.decode(in));
            case OPEN_DELEGATE_WRITE -> new Write(OpenWriteDelegation.decode(in));
            case OPEN_DELEGATE_NONE_EXT -> new NoneExt(OpenNoneDelegation.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /** No delegation. */
    record None() implements OpenDelegation {
        @Override
        public int discriminant() {
            return OPEN_DELEGATE_NONE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN_DELEGATE_NONE);
        }
    }

    /**
     * A read delegation.
     *
     * @param read the delegation
     */
    record Read(OpenReadDelegation read) implements OpenDelegation {
        @Override
        public int discriminant() {
            return OPEN_DELEGATE_READ;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN_DELEGATE_READ);
            read.encode(out);
        }
    }

    /**
     * A write delegation.
     *
     * @param write the delegation
     */
    record Write(OpenWriteDelegation write) implements OpenDelegation {
        @Override
        public int discriminant() {
            return OPEN_DELEGATE_WRITE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN_DELEGATE_WRITE);
            write.encode(out);
        }
    }

    /**
     * No delegation, with the reason.
     *
     * @param whyNone the reason
     */
    record NoneExt(OpenNoneDelegation whyNone) implements OpenDelegation {
        @Override
        public int discriminant() {
            return OPEN_DELEGATE_NONE_EXT;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN_DELEGATE_NONE_EXT);
            whyNone.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements OpenDelegation {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
