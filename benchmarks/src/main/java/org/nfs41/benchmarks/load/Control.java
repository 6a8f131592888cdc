package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.RpcCall;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One request after the other on a connection in blocking mode: what is done before and after. */
final class Control {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);

    /** As long as the grace period of most servers, and some more. */
    private static final int ATTEMPTS = 480;

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int LAST_FRAGMENT = 0x80000000;
    private static final int MAX_FRAGMENT_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final Credential user;

    /** Speaks on a connection as this user. */
    Control(SocketChannel channel, Credential user) throws IOException {
        this.channel = channel;
        this.user = user;
        channel.socket().setSoTimeout((int) REPLY_TIMEOUT.toMillis());
        in = new DataInputStream(channel.socket().getInputStream());
    }

    /** One try of a request. */
    interface Attempt {
        /** Sends it and waits for the reply. */
        CompoundRes call() throws IOException, SetUpFailure;
    }

    /**
     * Sends a request again and again while the server wants it to be later.
     *
     * @param what it is for, for the user
     * @throws SetUpFailure if it fails
     */
    CompoundRes patiently(String what, Attempt attempt) throws IOException, SetUpFailure {
        CompoundRes reply = attempt.call();
        for (int i = 1; i < ATTEMPTS && mayPass(reply.status()); i++) {
            pause();
            reply = attempt.call();
        }
        if (!reply.status().isOk()) {
            throw new SetUpFailure(what + ": " + Describe.status(reply.status()));
        }
        return reply;
    }

    /** Sends a request outside of a session, also again while the server wants it to be later. */
    CompoundRes patiently(String what, ArgOp op) throws IOException, SetUpFailure {
        return patiently(what, () -> call(List.of(op)));
    }

    /** The first result of this type, which the reply must have. */
    static <T extends ResOp> T result(CompoundRes reply, Class<T> type) throws SetUpFailure {
        return reply.results().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(
                        () -> new SetUpFailure("no " + type.getSimpleName() + " in the reply"));
    }

    /** Sends these operations and waits for the reply. */
    CompoundRes call(List<ArgOp> ops) throws IOException, SetUpFailure {
        byte[] arguments = Compound.of(ops.toArray(ArgOp[]::new)).toBytes();
        byte[] call = RpcCall.nfs(RpcCall.PROC_COMPOUND, user, Opaque.of(arguments)).toBytes();
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + call.length);
        record.putInt(LAST_FRAGMENT | call.length).put(call).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
        try {
            RpcReply reply = RpcReply.decode(new XdrReader(readRecord()));
            if (!reply.isSuccess()) {
                throw new SetUpFailure("RPC: " + reply.outcome() + ' ' + reply.detail());
            }
            return CompoundRes.decode(new XdrReader(reply.body()).acceptAnyPadding());
        } catch (XdrException e) {
            throw new SetUpFailure("a reply that cannot be decoded: " + e.getMessage());
        }
    }

    private byte[] readRecord() throws IOException {
        byte[] record = new byte[0];
        int mark;
        do {
            mark = in.readInt();
            int length = mark & ~LAST_FRAGMENT;
            if (length > MAX_FRAGMENT_BYTES) {
                throw new IOException("a record of " + length + " bytes");
            }
            int at = record.length;
            record = Arrays.copyOf(record, at + length);
            in.readFully(record, at, length);
        } while (mark >= 0);
        return record;
    }

    private static boolean mayPass(NfsStatus status) {
        return status.equals(NfsStatus.DELAY) || status.equals(NfsStatus.GRACE);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
