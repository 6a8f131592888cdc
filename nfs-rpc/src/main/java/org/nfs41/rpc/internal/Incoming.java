package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.RecordDecoder;
import org.nfs41.rpc.RpcMessage;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Brings the messages that come on a connection to where they belong: calls to the dispatcher,
 * whose replies go into the loop's batch, and replies to the calls that await them. For one thread.
 */
final class Incoming implements RecordDecoder.Sink {
    private final TcpConnection connection;
    private final EventLoop loop;
    private final Inbound inbound;
    private final XdrWriter batch;
    private final Dispatcher dispatcher;
    private final OutgoingCalls outgoing;
    private final Timeouts timeouts;
    private final Counters counters;
    private final XdrReader reader = new XdrReader();

    private int records;
    private int calls;
    private @Nullable String violation;

    Incoming(
            TcpConnection connection,
            EventLoop loop,
            Inbound inbound,
            Dispatcher dispatcher,
            OutgoingCalls outgoing,
            Timeouts timeouts,
            Counters counters) {
        this.connection = connection;
        this.loop = loop;
        this.inbound = inbound;
        this.batch = loop.batch();
        this.dispatcher = dispatcher;
        this.outgoing = outgoing;
        this.timeouts = timeouts;
        this.counters = counters;
    }

    /** What the peer sent that ends the connection, or null. */
    @Nullable String violation() {
        return violation;
    }

    /** Whether a record has been begun and not finished. */
    boolean inRecord() {
        return inbound.inRecord();
    }

    /**
     * Reads what is there and answers it into the batch; false at the end of the stream.
     *
     * @throws IOException when the connection is broken
     */
    boolean read() throws IOException {
        boolean wasBetweenRecords = !inbound.inRecord();
        begin();
        try {
            int count = inbound.read(this);
            if (count < 0) {
                return false;
            }
            counters.bytesIn.add(count);
        } catch (XdrException e) {
            violation = String.valueOf(e.getMessage());
        }
        end(wasBetweenRecords || records > 0);
        return true;
    }

    /** Goes on with what was read and had to wait. */
    void resume() {
        begin();
        try {
            inbound.resume(this);
        } catch (XdrException e) {
            violation = String.valueOf(e.getMessage());
        }
        end(true);
    }

    /** Forgets what was read and had to wait. */
    void discard() {
        inbound.discard();
    }

    /** Gives memory back that has not been needed for a while. */
    void trim() {
        inbound.trim();
    }

    @Override
    public boolean record(ByteBuffer buffer, int from, int to) {
        records++;
        reader.reset(buffer, from, to);
        try {
            int xid = reader.readInt();
            int type = reader.readInt();
            switch (type) {
                case RpcMessage.CALL -> {
                    calls++;
                    if (connection.takesCalls()) {
                        dispatcher.call(xid, reader, to - from, loop.nowNanos());
                    }
                }
                case RpcMessage.REPLY -> outgoing.reply(xid, buffer, from, to);
                default -> throw new XdrException("msg_type " + Integer.toUnsignedString(type));
            }
        } catch (XdrException e) {
            violation = String.valueOf(e.getMessage());
            return false;
        }
        return connection.goesOn();
    }

    private void begin() {
        batch.clear();
        records = 0;
    }

    private void end(boolean recordsEnded) {
        timeouts.read(loop.nowNanos(), recordsEnded);
        if (calls > 0) {
            counters.received.add(calls);
            calls = 0;
        }
    }
}
