package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** One slot, several threads. */
class SlotRaceTest {
    private static final Principal ALICE = Principal.sys(1000);
    private static final int THREADS = 4;
    private static final int REPLY_BYTES = 512;
    private static final int LARGE_REPLY_BYTES = 10 * REPLY_BYTES;

    /** Replies that differ from those before and after. */
    private static final List<ByteBuffer> REPLIES = replies();

    @Test
    void b012RequestThatManyThreadsSendIsLetInExactlyOnce() throws Exception {
        int requests = 200_000;
        Slot slot = TableFixture.newSlot(0, SlotState.UNUSED);
        AtomicIntegerArray letIn = new AtomicIntegerArray(requests + 2);
        Callable<Integer> sender =
                () -> {
                    int n = slot.sequenceId();
                    while (n < requests) {
                        SlotVerdict verdict = slot.accept(n + 1, n + 1, ALICE);
                        if (verdict == SlotVerdict.NEW) {
                            letIn.incrementAndGet(n + 1);
                            slot.abandon();
                        } else {
                            assertThat(verdict).isNotEqualTo(SlotVerdict.FALSE_RETRY);
                        }
                        n = slot.sequenceId();
                    }
                    return n;
                };
        run(Collections.nCopies(THREADS, sender));

        assertThat(slot.sequenceId()).isEqualTo(requests);
        for (int n = 1; n <= requests; n++) {
            if (letIn.get(n) != 1) {
                assertThat(letIn.get(n)).as("times that %d was let in", n).isEqualTo(1);
            }
        }
    }

    @Test
    void b013ReplayBesideTheNextRequestIsWholeOrNotAtAll() throws Exception {
        int requests = 1_000_000;
        Slot slot = TableFixture.newSlot(0, SlotState.UNUSED);
        Callable<Integer> writer =
                () -> {
                    for (int n = 1; n <= requests; n++) {
                        if (slot.accept(n, n, ALICE) != SlotVerdict.NEW) {
                            return -1;
                        }
                        slot.complete(REPLIES.get(n % REPLIES.size()), 0, bytes(n), true);
                    }
                    return requests;
                };
        Callable<Integer> reader =
                () -> {
                    int replayed = 0;
                    XdrWriter out = new XdrWriter();
                    int n = 0;
                    while (n < requests) {
                        n = slot.sequenceId();
                        SlotVerdict verdict = slot.accept(n, n, ALICE);
                        assertThat(verdict).isNotIn(SlotVerdict.NEW, SlotVerdict.FALSE_RETRY);
                        out.clear();
                        if (verdict == SlotVerdict.REPLAY && slot.replay(n, out)) {
                            replayed++;
                            assertWhole(out, n);
                        }
                    }
                    return replayed;
                };
        List<Integer> counts = run(List.of(writer, reader, reader));
        assertThat(counts.get(0)).isEqualTo(requests);
        assertThat(counts.get(1) + counts.get(2)).isPositive();
    }

    private static List<ByteBuffer> replies() {
        List<ByteBuffer> replies = new ArrayList<>();
        for (int content = 0; content < 7; content++) {
            ByteBuffer reply = ByteBuffer.allocate(LARGE_REPLY_BYTES);
            for (int i = 0; i < reply.capacity(); i += Integer.BYTES) {
                reply.putInt(i, content);
            }
            replies.add(reply);
        }
        return replies;
    }

    /** Sizes that make the slot take a larger and a smaller buffer now and then. */
    private static int bytes(int n) {
        return n % 100 == 0 ? LARGE_REPLY_BYTES : REPLY_BYTES;
    }

    private static void assertWhole(XdrWriter out, int n) {
        assertThat(out.position()).isEqualTo(bytes(n));
        int content = n % REPLIES.size();
        for (int i = 0; i < out.position(); i += Integer.BYTES) {
            if (out.buffer().getInt(i) != content) {
                assertThat(out.buffer().getInt(i)).as("reply %d at %d", n, i).isEqualTo(content);
            }
        }
    }

    private static <T> List<T> run(List<? extends Callable<T>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
