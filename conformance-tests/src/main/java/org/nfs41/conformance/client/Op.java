package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;

import java.util.function.Consumer;

/**
 * One operation of a request: a well-formed one, or any number with any bytes after it.
 *
 * @param number the operation number that is sent
 * @param arguments the encoded arguments, without the number
 * @param typed the value that was encoded, null for raw bytes
 */
public record Op(int number, Opaque arguments, @Nullable ArgOp typed) {
    /** A well-formed operation. */
    public static Op of(ArgOp op) {
        XdrWriter writer = new XdrWriter();
        op.encodeBody(writer);
        return new Op(op.op().value(), Opaque.of(writer.toByteArray()), op);
    }

    /** An operation number, defined or not, followed by any bytes. */
    public static Op raw(int number, byte... arguments) {
        return new Op(number, Opaque.of(arguments), null);
    }

    /** An operation whose arguments are written piece by piece, rightly or wrongly. */
    public static Op written(Operation operation, Consumer<XdrWriter> arguments) {
        XdrWriter writer = new XdrWriter();
        arguments.accept(writer);
        return raw(operation.value(), writer.toByteArray());
    }

    void encode(XdrWriter writer) {
        writer.writeInt(number);
        writer.writeRaw(arguments.asByteBuffer(), 0, arguments.length());
    }

    @Override
    public String toString() {
        ArgOp op = typed;
        return op == null ? "operation " + number + " " + arguments : Describe.of(op);
    }
}
