package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * The requests of a connection that are to be written: all that one wake-up adds leave in one
 * system call. Used by one thread.
 *
 * <p>Small ones are copied one behind the other, as a gathered write of many small buffers costs
 * more. Data of large WRITEs is shared by all slots, and only the heads are copied.
 */
final class Output {
    private static final int SMALL_BYTES = 16 << 10;

    private final RequestTemplate template;
    private final @Nullable ByteBuffer payload;

    /** The requests one behind the other; or, with a queue, each slot's head in its place. */
    private final ByteBuffer heads;

    /** Views of {@code heads} and the payload, in turns, for requests that are not small. */
    private final ByteBuffer[] queue;

    private int queued;

    Output(RequestTemplate template, int slots) {
        this.template = template;
        ByteBuffer data = template.payload();
        boolean small = data == null || data.capacity() <= SMALL_BYTES;
        int bytes = template.head().length;
        if (data != null && small) {
            bytes += data.capacity();
        }
        payload = data;
        heads = ByteBuffer.allocateDirect(bytes * slots);
        queue = new ByteBuffer[small ? 0 : 2 * slots];
    }

    /** Adds the request that has begun on the slot; the last one on it must have been answered. */
    void add(Slot slot) {
        byte[] head = template.head();
        if (queue.length == 0 || payload == null) {
            int at = heads.position();
            heads.put(head);
            template.fill(heads, at, slot);
            if (payload != null) {
                heads.put(payload.duplicate());
            }
        } else {
            int at = slot.id() * head.length;
            heads.put(at, head);
            template.fill(heads, at, slot);
            queue[queued++] = heads.slice(at, head.length);
            queue[queued++] = payload.duplicate();
        }
    }

    /**
     * Writes as much as the channel takes.
     *
     * @return whether that was all
     */
    boolean writeTo(GatheringByteChannel channel) throws IOException {
        return queue.length == 0 ? writeHeads(channel) : writeQueue(channel);
    }

    private boolean writeHeads(GatheringByteChannel channel) throws IOException {
        heads.flip();
        if (heads.hasRemaining()) {
            channel.write(heads);
        }
        boolean all = !heads.hasRemaining();
        heads.compact();
        return all;
    }

    private boolean writeQueue(GatheringByteChannel channel) throws IOException {
        if (queued > 0) {
            channel.write(queue, 0, queued);
        }
        int written = 0;
        while (written < queued && !queue[written].hasRemaining()) {
            written++;
        }
        queued -= written;
        System.arraycopy(queue, written, queue, 0, queued);
        return queued == 0;
    }
}
