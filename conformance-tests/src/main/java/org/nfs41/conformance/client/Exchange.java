package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One request that was sent, and its reply once it has come: what a check waits on, and the
 * evidence of what happened. Safe for use by several threads.
 */
public final class Exchange implements Evidence {
    private final int connection;
    private final RpcCall call;
    private final @Nullable Compound compound;
    private final byte[] record;
    private final Instant sentAt = Instant.now();
    private final Duration timeout;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Exchange(
            int connection,
            RpcCall call,
            @Nullable Compound compound,
            byte[] record,
            Duration timeout) {
        this.connection = connection;
        this.call = call;
        this.compound = compound;
        this.record = record;
        this.timeout = timeout;
    }

    /** Waits for the reply as long as the client's timeout allows. */
    public Reply await() {
        return await(timeout);
    }

    /**
     * Waits for the reply.
     *
     * @throws NoReplyFailure when none comes in time or the connection ends
     */
    public Reply await(Duration atMost) {
        try {
            return reply.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NoReplyFailure(title(), "none within " + atMost.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause == null ? "none" : String.valueOf(cause.getMessage());
            throw new NoReplyFailure(title(), why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoReplyFailure(title(), "none before the run was interrupted");
        }
    }

    /** The reply if it has come, else null. */
    public @Nullable Reply replyIfAny() {
        return reply.isDone() && !reply.isCompletedExceptionally() ? reply.join() : null;
    }

    /** The connection's number within the run, counted from 1. */
    public int connection() {
        return connection;
    }

    /** The RPC call that was sent. */
    public RpcCall call() {
        return call;
    }

    /** The COMPOUND in it; null when the call held something else or damaged bytes. */
    public @Nullable Compound compound() {
        return compound;
    }

    /** The message as sent, without record marks. */
    public byte[] record() {
        return record.clone();
    }

    /** When it was sent. */
    public Instant sentAt() {
        return sentAt;
    }

    void complete(Reply reply) {
        this.reply.complete(reply);
    }

    void fail(Exception why) {
        reply.completeExceptionally(why);
    }

    /** A short name: the operations, or the procedure. */
    public String title() {
        Compound sent = compound;
        if (sent == null) {
            return call.procedure() == RpcCall.PROC_NULL
                    ? "NULL"
                    : "a call of procedure " + call.procedure();
        }
        return sent.ops().stream()
                .map(op -> Describe.operation(op.number()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("connection ").append(connection).append(" xid 0x");
        text.append(Integer.toHexString(call.xid())).append(' ').append(call.credential());
        Compound sent = compound;
        if (sent == null) {
            text.append("\n  -> ").append(title()).append(' ').append(call.body());
        } else {
            text.append(sent.minorVersion() == 1 ? "" : " minor version " + sent.minorVersion());
            sent.ops().forEach(op -> text.append("\n  -> ").append(op));
        }
        Reply answer = replyIfAny();
        text.append(answer == null ? "\n  <- no reply" : answer.describeLines());
        return text.toString();
    }

    @Override
    public String toString() {
        return title() + " " + Arrays.hashCode(record);
    }
}
