package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * How OPEN creates, {@code createhow4} (RFC 8881 section 18.16). Any other number is {@link
 * Unknown}: what its arm holds cannot be told, so nothing is read for it, and what follows on the
 * wire is not to be relied on.
 */
public sealed interface CreateHow {
    /** Selects {@link Unchecked}. */
    int UNCHECKED4 = 0;

    /** Selects {@link Guarded}. */
    int GUARDED4 = 1;

    /** Selects {@link Exclusive}. */
    int EXCLUSIVE4 = 2;

    /** Selects {@link Exclusive41}. */
    int EXCLUSIVE4_1 = 3;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static CreateHow decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case UNCHECKED4 -> new Unchecked(FileAttributes.decode(in));
            case GUARDED4 -> new Guarded(FileAttributes.decode(in));
            case EXCLUSIVE4 -> new Exclusive(in.readLong());
            case EXCLUSIVE4_1 -> new Exclusive41(CreatVerfAttr.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /**
     * An existing file will do.
     *
     * @param createAttrs the first attributes of a new file
     */
    record Unchecked(FileAttributes createAttrs) implements CreateHow {
        @Override
        public int discriminant() {
            return UNCHECKED4;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(UNCHECKED4);
            createAttrs.encode(out);
        }
    }

    /**
     * An existing file is an error.
     *
     * @param createAttrs the first attributes
     */
    record Guarded(FileAttributes createAttrs) implements CreateHow {
        @Override
        public int discriminant() {
            return GUARDED4;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(GUARDED4);
            createAttrs.encode(out);
        }
    }

    /**
     * An existing file is an error unless an earlier try with the same verifier made it. Without
     * attributes; deprecated in NFSv4.1.
     *
     * @param createVerifier recognizes a retry of the same creation
     */
    record Exclusive(long createVerifier) implements CreateHow {
        @Override
        public int discriminant() {
            return EXCLUSIVE4;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(EXCLUSIVE4);
            out.writeLong(createVerifier);
        }
    }

    /**
     * An existing file is an error unless an earlier try with the same verifier made it.
     *
     * @param createBoth verifier and first attributes
     */
    record Exclusive41(CreatVerfAttr createBoth) implements CreateHow {
        @Override
        public int discriminant() {
            return EXCLUSIVE4_1;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(EXCLUSIVE4_1);
            createBoth.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements CreateHow {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
