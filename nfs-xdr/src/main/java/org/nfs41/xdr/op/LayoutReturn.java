package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Which layouts are given back, {@code layoutreturn4} (RFC 8881 section 18.44). Any other number is
 * {@link Unknown}: what its arm holds cannot be told, so nothing is read for it, and what follows
 * on the wire is not to be relied on.
 */
public sealed interface LayoutReturn {
    /** Selects {@link OfFile}. */
    int LAYOUTRETURN4_FILE = 1;

    /** Selects {@link OfFsid}. */
    int LAYOUTRETURN4_FSID = 2;

    /** Selects {@link All}. */
    int LAYOUTRETURN4_ALL = 3;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static LayoutReturn decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case LAYOUTRETURN4_FILE -> new OfFile(LayoutReturnFile.decode(in));
            case LAYOUTRETURN4_FSID -> new OfFsid();
            case LAYOUTRETURN4_ALL -> new All();
            default -> new Unknown(discriminant);
        };
    }

    /**
     * Those of the current filehandle, in a range.
     *
     * @param layout the range
     */
    record OfFile(LayoutReturnFile layout) implements LayoutReturn {
        @Override
        public int discriminant() {
            return LAYOUTRETURN4_FILE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRETURN4_FILE);
            layout.encode(out);
        }
    }

    /** All of the current filehandle's file system. */
    record OfFsid() implements LayoutReturn {
        @Override
        public int discriminant() {
            return LAYOUTRETURN4_FSID;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRETURN4_FSID);
        }
    }

    /** All of the client. */
    record All() implements LayoutReturn {
        @Override
        public int discriminant() {
            return LAYOUTRETURN4_ALL;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRETURN4_ALL);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements LayoutReturn {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
