package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Whether OPEN may create, {@code openflag4} (RFC 8881 section 18.16). Any other number is {@link
 * Unknown}: what its arm holds cannot be told, so nothing is read for it, and what follows on the
 * wire is not to be relied on.
 */
public sealed interface OpenFlag {
    /** Selects {@link NoCreate}. */
    int OPEN4_NOCREATE = 0;

    /** Selects {@link Create}. */
    int OPEN4_CREATE = 1;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static OpenFlag decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case OPEN4_NOCREATE -> new NoCreate();
            case OPEN4_CREATE -> new Create(CreateHow.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /** The file must exist. */
    record NoCreate() implements OpenFlag {
        @Override
        public int discriminant() {
            return OPEN4_NOCREATE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN4_NOCREATE);
        }
    }

    /**
     * The file is created.
     *
     * @param how what happens if it exists
     */
    record Create(CreateHow how) implements OpenFlag {
        @Override
        public int discriminant() {
            return OPEN4_CREATE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(OPEN4_CREATE);
            how.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements OpenFlag {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
