package org.nfs41.rpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

class LargeBuffersTest {
    private static final int MIB = 1 << 20;

    private final LargeBuffers buffers = new LargeBuffers();

    @Test
    void largeRepliesTakeTurnsWithOneBuffer() {
        ByteBuffer first = buffers.acquire(MIB);
        assertThat(first.isDirect()).isTrue();
        assertThat(first.capacity()).isGreaterThanOrEqualTo(MIB);
        assertThat(buffers.acquire(MIB)).isNotSameAs(first);
        buffers.release(first);
        assertThat(buffers.acquire(MIB)).isSameAs(first);
    }

    @Test
    void smallAndHugeRepliesAreLeftToTheCollector() {
        for (int capacity : new int[] {1, 512, 64 << 10, LargeBuffers.BYTES + 1}) {
            ByteBuffer buffer = buffers.acquire(capacity);
            assertThat(buffer.isDirect()).isFalse();
            assertThat(buffer.capacity()).isGreaterThanOrEqualTo(capacity);
            buffers.release(buffer);
        }
        assertThat(buffers.acquire(LargeBuffers.BYTES).capacity()).isEqualTo(LargeBuffers.BYTES);
    }

    @Test
    void othersBuffersAreNotTaken() {
        ByteBuffer foreign = ByteBuffer.allocateDirect(ChunkPool.CHUNK_BYTES);
        buffers.release(foreign);
        assertThat(buffers.acquire(MIB)).isNotSameAs(foreign);
    }

    @Test
    void onlySoManyAreKept() {
        Set<ByteBuffer> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 40; i++) {
            all.add(buffers.acquire(MIB));
        }
        all.forEach(buffers::release);
        int again = 0;
        while (all.contains(buffers.acquire(MIB))) {
            again++;
        }
        assertThat(again).isBetween(1, 39);
    }

    @Test
    void aReplyGrowsIntoOneAndKeepsWhatWasWritten() {
        XdrWriter out = new XdrWriter(ByteBuffer.allocate(16), buffers::acquire);
        out.writeInt(7);
        ByteBuffer used = buffers.acquire(MIB);
        used.order(ByteOrder.LITTLE_ENDIAN).limit(3);
        buffers.release(used);
        int at = out.reserveOpaque(MIB);
        assertThat(out.buffer()).isSameAs(used);
        assertThat(at).isEqualTo(8);
        assertThat(out.buffer().getInt(0)).isEqualTo(7);
        assertThat(out.buffer().getInt(4)).isEqualTo(MIB);
    }
}
