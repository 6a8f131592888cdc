package org.nfs41.conformance.client;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of a COMPOUND (RFC 8881 section 16.2) before they are sent. Immutable.
 *
 * @param tag the tag, any bytes
 * @param minorVersion 1 unless a check wants another
 * @param ops the operations in order
 */
public record Compound(Opaque tag, int minorVersion, List<Op> ops) {
    /** The minor version that this project is about. */
    public static final int MINOR_VERSION_1 = 1;

    /** Takes a copy of {@code ops}. */
    public Compound {
        ops = List.copyOf(ops);
    }

    /** Well-formed operations in minor version 1 with an empty tag. */
    public static Compound of(ArgOp... ops) {
        return of(Arrays.asList(ops));
    }

    /** Well-formed operations in minor version 1 with an empty tag. */
    public static Compound of(List<? extends ArgOp> ops) {
        return new Compound(Opaque.EMPTY, MINOR_VERSION_1, ops.stream().map(Op::of).toList());
    }

    /** The same under another tag. */
    public Compound withTag(Opaque tag) {
        return new Compound(tag, minorVersion, ops);
    }

    /** The same with another minor version. */
    public Compound withMinorVersion(int minorVersion) {
        return new Compound(tag, minorVersion, ops);
    }

    /** The same with one more operation at the end, raw bytes allowed. */
    public Compound plus(Op op) {
        List<Op> more = new ArrayList<>(ops);
        more.add(op);
        return new Compound(tag, minorVersion, more);
    }

    /** The same with one more operation at the end. */
    public Compound plus(ArgOp op) {
        return plus(Op.of(op));
    }

    /** The encoded arguments, for sending as they are or after damage. */
    public byte[] toBytes() {
        return toBytes(ops.size());
    }

    /** The encoded arguments with another number in place of the operation count. */
    public byte[] toBytes(int claimedCount) {
        XdrWriter writer = new XdrWriter();
        writer.writeOpaque(tag);
        writer.writeInt(minorVersion);
        writer.writeInt(claimedCount);
        ops.forEach(op -> op.encode(writer));
        return writer.toByteArray();
    }
}
