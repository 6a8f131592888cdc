package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * How far a client may extend a file under a write delegation before it must tell the server,
 * {@code nfs_space_limit4} (RFC 8881 section 18.16). Any other number is {@link Unknown}: what its
 * arm holds cannot be told, so nothing is read for it, and what follows on the wire is not to be
 * relied on.
 */
public sealed interface NfsSpaceLimit {
    /** Selects {@link Size}. */
    int NFS_LIMIT_SIZE = 1;

    /** Selects {@link Blocks}. */
    int NFS_LIMIT_BLOCKS = 2;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static NfsSpaceLimit decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case NFS_LIMIT_SIZE -> new Size(in.readLong());
            case NFS_LIMIT_BLOCKS -> new Blocks(NfsModifiedLimit.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /**
     * Up to a file size.
     *
     * @param fileSize the file size in bytes
     */
    record Size(long fileSize) implements NfsSpaceLimit {
        @Override
        public int discriminant() {
            return NFS_LIMIT_SIZE;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(NFS_LIMIT_SIZE);
            out.writeLong(fileSize);
        }
    }

    /**
     * Up to a number of blocks.
     *
     * @param modBlocks the blocks
     */
    record Blocks(NfsModifiedLimit modBlocks) implements NfsSpaceLimit {
        @Override
        public int discriminant() {
            return NFS_LIMIT_BLOCKS;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(NFS_LIMIT_BLOCKS);
            modBlocks.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements NfsSpaceLimit {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
