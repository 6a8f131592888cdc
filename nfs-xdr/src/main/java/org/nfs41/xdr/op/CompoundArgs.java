package org.nfs41.xdr.op;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole request, {@code COMPOUND4args} (RFC 8881 section 16.2).
 *
 * <p>Reading stops at the first operation that is not known, because nothing tells where its
 * arguments end: it is then the last one of {@code ops} as {@link ArgOp.Unknown}, {@code opCount}
 * still counts all operations the sender announced, and {@code undecoded} holds what follows it.
 * What was read that way is written the same again.
 *
 * @param tag what the sender wants to see in the reply
 * @param minorVersion the minor version, 1 for NFSv4.1
 * @param opCount how many operations the request announces, unsigned
 * @param ops the operations
 * @param undecoded the bytes after an unknown operation, else empty; a multiple of 4
 */
public record CompoundArgs(
        Opaque tag, int minorVersion, int opCount, List<ArgOp> ops, Opaque undecoded) {
    /** Copies the list. */
    public CompoundArgs {
        ops = List.copyOf(ops);
        if (undecoded.length() % Integer.BYTES != 0) {
            throw new IllegalArgumentException("undecoded " + undecoded.length() + " bytes");
        }
    }

    /** A request of exactly these operations. */
    public CompoundArgs(Opaque tag, int minorVersion, List<ArgOp> ops) {
        this(tag, minorVersion, ops.size(), ops, Opaque.EMPTY);
    }

    /** Reads one. */
    public static CompoundArgs decode(XdrReader in) throws XdrException {
        CompoundHeader header = CompoundHeader.decode(in);
        List<ArgOp> ops = new ArrayList<>(header.opCount());
        while (ops.size() < header.opCount()) {
            ArgOp op = ArgOp.decode(in);
            ops.add(op);
            if (op instanceof ArgOp.Unknown) {
                break;
            }
        }
        boolean whole = ops.isEmpty() || !(ops.getLast() instanceof ArgOp.Unknown);
        return new CompoundArgs(
                header.tag(),
                header.minorVersion(),
                header.opCount(),
                ops,
                whole ? Opaque.EMPTY : in.readFixedOpaque(in.remaining()));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        new CompoundHeader(tag, minorVersion, opCount).encode(out);
        for (ArgOp op : ops) {
            op.encode(out);
        }
        out.writeFixedOpaque(undecoded);
    }
}
