package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A limit in blocks, {@code nfs_modified_limit4} (RFC 8881 section 18.16).
 *
 * @param numBlocks how many blocks
 * @param bytesPerBlock the size of one
 */
public record NfsModifiedLimit(int numBlocks, int bytesPerBlock) {
    /** Reads one. */
    public static NfsModifiedLimit decode(XdrReader in) throws XdrException {
        return new NfsModifiedLimit(in.readInt(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(numBlocks);
        out.writeInt(bytesPerBlock);
    }
}
