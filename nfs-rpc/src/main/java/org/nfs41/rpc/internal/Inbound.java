package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.RecordDecoder;
import org.nfs41.xdr.XdrException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads a connection's socket and takes what comes apart into records. For one thread. */
final class Inbound {
    private final SocketChannel channel;
    private final EventLoop loop;
    private final RecordDecoder decoder;

    /** What was read when the sink did not want to go on, from its position up to its limit. */
    private @Nullable ByteBuffer unread;

    Inbound(SocketChannel channel, EventLoop loop, int maxRecordBytes) {
        this.channel = channel;
        this.loop = loop;
        this.decoder = new RecordDecoder(maxRecordBytes, loop.largeBuffers().forRecords());
    }

    /** Whether a record has been begun and not finished. */
    boolean inRecord() {
        return decoder.inRecord();
    }

    /** Whether bytes have been read that are to be {@linkplain #resume taken} before more are. */
    boolean hasUnread() {
        return unread != null;
    }

    /** Reads what is there, as far as the loop's buffer holds it; returns -1 at the end. */
    int read(RecordDecoder.Sink sink) throws IOException, XdrException {
        ByteBuffer target = decoder.target();
        ByteBuffer buffer = loop.readBuffer();
        if (target == null) {
            int count = channel.read(buffer);
            if (count > 0) {
                take(buffer, count, sink);
            }
            return count;
        }
        int start = target.position();
        int count = (int) channel.read(loop.scatter(target));
        int filled = target.position() - start;
        decoder.filled(filled);
        if (count > 0) {
            take(buffer, count - filled, sink);
        }
        return count;
    }

    /** Goes on with what the sink did not want before. */
    void resume(RecordDecoder.Sink sink) throws XdrException {
        ByteBuffer rest = unread;
        unread = null;
        if (rest != null) {
            int taken = decoder.decode(rest, rest.position(), rest.limit(), sink);
            if (taken < rest.limit()) {
                unread = rest.position(taken);
            } else {
                loop.largeBuffers().release(rest);
            }
        }
    }

    /** As {@link RecordDecoder#give}. */
    boolean giveRecord(int leastBytes) {
        return decoder.give(leastBytes);
    }

    /** Forgets what has not been taken. */
    void discard() {
        unread = null;
    }

    /** Gives memory back that has not been needed for a while. */
    void trim() {
        decoder.trim();
    }

    private void take(ByteBuffer buffer, int count, RecordDecoder.Sink sink) throws XdrException {
        int taken = decoder.decode(buffer, 0, count, sink);
        if (taken < count) {
            int left = count - taken;
            ByteBuffer rest = loop.largeBuffers().forRecords().acquire(left);
            unread = rest.clear().limit(left).put(0, buffer, taken, left);
        }
    }
}
