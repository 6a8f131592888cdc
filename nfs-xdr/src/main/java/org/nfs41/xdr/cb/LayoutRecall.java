package org.nfs41.xdr.cb;

import org.nfs41.xdr.Fsid;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Which layouts are recalled, {@code layoutrecall4} (RFC 8881 section 20.3). Any other number is
 * {@link Unknown}: what its arm holds cannot be told, so nothing is read for it, and what follows
 * on the wire is not to be relied on.
 */
public sealed interface LayoutRecall {
    /** Selects {@link OfFile}. */
    int LAYOUTRECALL4_FILE = 1;

    /** Selects {@link OfFsid}. */
    int LAYOUTRECALL4_FSID = 2;

    /** Selects {@link All}. */
    int LAYOUTRECALL4_ALL = 3;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static LayoutRecall decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case LAYOUTRECALL4_FILE -> new OfFile(LayoutRecallFile.decode(in));
            case LAYOUTRECALL4_FSID -> new OfFsid(Fsid.decode(in));
            case LAYOUTRECALL4_ALL -> new All();
            default -> new Unknown(discriminant);
        };
    }

    /**
     * Those of a file, in a range.
     *
     * @param layout file and range
     */
    record OfFile(LayoutRecallFile layout) implements LayoutRecall {
        @Override
        public int discriminant() {
            return LAYOUTRECALL4_FILE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRECALL4_FILE);
            layout.encode(out);
        }
    }

    /**
     * All of a file system.
     *
     * @param fsid the file system
     */
    record OfFsid(Fsid fsid) implements LayoutRecall {
        @Override
        public int discriminant() {
            return LAYOUTRECALL4_FSID;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRECALL4_FSID);
            fsid.encode(out);
        }
    }

    /** All of the client. */
    record All() implements LayoutRecall {
        @Override
        public int discriminant() {
            return LAYOUTRECALL4_ALL;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(LAYOUTRECALL4_ALL);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements LayoutRecall {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
