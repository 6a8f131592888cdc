package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.RpcCall;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that all requests of a connection have in common, record mark included, and where in
 * them they differ.
 */
final class RequestTemplate {
    /** Eleven attributes, such as a client asks for to know a file. */
    static final Bitmap ATTRIBUTES =
            Bitmap.of(
                    Attribute.TYPE,
                    Attribute.CHANGE,
                    Attribute.SIZE,
                    Attribute.FSID,
                    Attribute.FILEID,
                    Attribute.MODE,
                    Attribute.NUMLINKS,
                    Attribute.SPACE_USED,
                    Attribute.TIME_ACCESS,
                    Attribute.TIME_METADATA,
                    Attribute.TIME_MODIFY);

    /** The bytes of their values. */
    static final int ATTRIBUTE_BYTES = 96;

    private static final int LAST_FRAGMENT = 0x80000000;
    private static final int XID_AT = Integer.BYTES;

    /** Of tag, minor version, count and the operation's number, before SEQUENCE's arguments. */
    private static final int BEFORE_SESSION = 4 * Integer.BYTES;

    private static final int SESSION_BYTES = 16;

    /**
     * Of SEQUENCE's arguments, PUTFH's number and the length of its handle, up to the handle's
     * bytes.
     */
    private static final int FROM_SESSION_TO_HANDLE = SESSION_BYTES + 6 * Integer.BYTES;

    /** A stable_how4 and the length of the data. */
    private static final int BETWEEN_OFFSET_AND_DATA = 2 * Integer.BYTES;

    private final byte[] head;
    private final @Nullable ByteBuffer payload;
    private final int sessionAt;
    private final int offsetAt;

    private RequestTemplate(
            byte[] head, @Nullable ByteBuffer payload, int sessionAt, int offsetAt) {
        this.head = head;
        this.payload = payload;
        this.sessionAt = sessionAt;
        this.offsetAt = offsetAt;
    }

    /** For a connection that is prepared for the scenario. */
    static RequestTemplate of(Scenario scenario, Prepared prepared, int depth, Shape shape) {
        Credential user = Credential.sys(shape.uid(), shape.gid());
        if (scenario == Scenario.NULL) {
            RpcCall call = RpcCall.nfs(RpcCall.PROC_NULL, user, Opaque.EMPTY);
            return new RequestTemplate(marked(call.toBytes(), 0), null, 0, 0);
        }
        boolean write = scenario.isWrite();
        byte[] compound = Compound.of(operations(scenario, prepared, depth)).toBytes();
        byte[] call = RpcCall.nfs(RpcCall.PROC_COMPOUND, user, Opaque.of(compound)).toBytes();
        byte[] head = marked(call, write ? scenario.ioBytes() : 0);
        int sessionAt = head.length - compound.length + BEFORE_SESSION;
        int offsetAt = 0;
        if (scenario.isRead()) {
            offsetAt = head.length - Integer.BYTES - Long.BYTES;
        } else if (write) {
            // the data follows, so its length is not that of the opaque that was encoded
            ByteBuffer.wrap(head).putInt(head.length - Integer.BYTES, scenario.ioBytes());
            offsetAt = head.length - BETWEEN_OFFSET_AND_DATA - Long.BYTES;
        }
        ByteBuffer payload = write ? Pattern.bytes(prepared.number(), 0, scenario.ioBytes()) : null;
        return new RequestTemplate(head, payload, sessionAt, offsetAt);
    }

    private static List<ArgOp> operations(Scenario scenario, Prepared prepared, int depth) {
        List<ArgOp> ops = new ArrayList<>();
        ops.add(new SequenceArgs(prepared.session(), 0, 0, depth - 1, scenario.cachesReplies()));
        for (Operation operation : scenario.operations()) {
            ops.add(operation(operation, scenario, prepared));
        }
        return ops;
    }

    private static ArgOp operation(Operation operation, Scenario scenario, Prepared prepared) {
        if (operation.equals(Operation.PUTFH)) {
            boolean lookup = scenario == Scenario.LOOKUP;
            return new PutFhArgs(lookup ? prepared.directory() : prepared.file());
        } else if (operation.equals(Operation.LOOKUP)) {
            return new LookupArgs(prepared.name());
        } else if (operation.equals(Operation.GETFH)) {
            return new GetFhArgs();
        } else if (operation.equals(Operation.GETATTR)) {
            return new GetAttrArgs(ATTRIBUTES);
        } else if (operation.equals(Operation.READ)) {
            return new ReadArgs(prepared.state(), 0, scenario.ioBytes());
        } else if (operation.equals(Operation.WRITE)) {
            return new WriteArgs(prepared.state(), 0, StableHow.UNSTABLE, Opaque.EMPTY);
        }
        throw new IllegalArgumentException(operation + " is in no scenario");
    }

    private static byte[] marked(byte[] message, int more) {
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(LAST_FRAGMENT | message.length + more)
                .put(message)
                .array();
    }

    /** All of the request but WRITE's data. */
    byte[] head() {
        return head;
    }

    /** WRITE's data, from index 0 to the limit; null for other requests. */
    @Nullable ByteBuffer payload() {
        return payload;
    }

    /** Where SEQUENCE's session id is; behind it stand sequence id and slot. 0 if there is none. */
    int sessionAt() {
        return sessionAt;
    }

    /** Where PUTFH's handle is, in scenarios that have one. */
    int handleAt() {
        return sessionAt + FROM_SESSION_TO_HANDLE;
    }

    /** Where READ's or WRITE's offset is; 0 if there is none. */
    int offsetAt() {
        return offsetAt;
    }

    /** Makes the head that was copied to {@code at} the slot's request. */
    void fill(ByteBuffer buffer, int at, Slot slot) {
        buffer.putInt(at + XID_AT, slot.xid());
        if (sessionAt > 0) {
            int sequenceIdAt = at + sessionAt + SESSION_BYTES;
            buffer.putInt(sequenceIdAt, slot.sequenceId());
            buffer.putInt(sequenceIdAt + Integer.BYTES, slot.id());
        }
        if (offsetAt > 0) {
            buffer.putLong(at + offsetAt, slot.offset());
        }
    }
}
