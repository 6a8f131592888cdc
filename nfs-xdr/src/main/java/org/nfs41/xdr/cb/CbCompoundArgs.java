package org.nfs41.xdr.cb;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole request, {@code CB_COMPOUND4args} (RFC 8881 section 19.2).
 *
 * <p>Reading stops at the first operation that is not known, because nothing tells where its
 * arguments end: it is then the last one of {@code ops} as {@link CbArgOp.Unknown}, {@code opCount}
 * still counts all operations the sender announced, and {@code undecoded} holds what follows it.
 * What was read that way is written the same again.
 *
 * @param tag what the sender wants to see in the reply
 * @param minorVersion the minor version, 1 for NFSv4.1
 * @param callbackIdent ignored in NFSv4.1
 * @param opCount how many operations the request announces, unsigned
 * @param ops the operations
 * @param undecoded the bytes after an unknown operation, else empty; a multiple of 4
 */
public record CbCompoundArgs(
        Opaque tag,
        int minorVersion,
        int callbackIdent,
        int opCount,
        List<CbArgOp> ops,
        Opaque undecoded) {
    /** Copies the list. */
    public CbCompoundArgs {
        ops = List.copyOf(ops);
        if (undecoded.length() % Integer.BYTES != 0) {
            throw new IllegalArgumentException("undecoded " + undecoded.length() + " bytes");
        }
    }

    /** A request of exactly these operations. */
    public CbCompoundArgs(Opaque tag, int minorVersion, int callbackIdent, List<CbArgOp> ops) {
        this(tag, minorVersion, callbackIdent, ops.size(), ops, Opaque.EMPTY);
    }

    /** Reads one. */
    public static CbCompoundArgs decode(XdrReader in) throws XdrException {
        CbCompoundHeader header = CbCompoundHeader.decode(in);
        List<CbArgOp> ops = new ArrayList<>(header.opCount());
        while (ops.size() < header.opCount()) {
            CbArgOp op = CbArgOp.decode(in);
            ops.add(op);
            if (op instanceof CbArgOp.Unknown) {
                break;
            }
        }
        boolean whole = ops.isEmpty() || !(ops.getLast() instanceof CbArgOp.Unknown);
        return new CbCompoundArgs(
                header.tag(),
                header.minorVersion(),
                header.callbackIdent(),
                header.opCount(),
                ops,
                whole ? Opaque.EMPTY : in.readFixedOpaque(in.remaining()));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        new CbCompoundHeader(tag, minorVersion, callbackIdent, opCount).encode(out);
        for (CbArgOp op : ops) {
            op.encode(out);
        }
        out.writeFixedOpaque(undecoded);
    }
}
