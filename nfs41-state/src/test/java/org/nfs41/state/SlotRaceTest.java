package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One slot, several threads. */
class SlotRaceTest {
    private static final Principal ALICE = Principal.sys(1000);
    private static final int THREADS = 4;

    @Test
    void b012OneRequestSentByManyThreadsIsLetInExactlyOnce() throws Exception {
        int rounds = 4_000;
        Slot slot = new Slot();
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Callable<List<SlotVerdict>>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            tasks.add(() -> {
                List<SlotVerdict> verdicts = new ArrayList<>();
                for (int n = 1; n <= rounds; n++) {
                    barrier.await();
                    SlotVerdict verdict = slot.accept(n, n, ALICE);
                    if (verdict == SlotVerdict.NEW) {
                        slot.complete(reply(n), 0, REPLY_BYTES, n % 2 == 0);
                    }
                    verdicts.add(verdict);
                    barrier.await();
                }
                return verdicts;
            });
        }
        List<List<SlotVerdict>> all = run(tasks);
        for (int n = 0; n < rounds; n++) {
            int round = n;
            List<SlotVerdict> verdicts = all.stream().map(list -> list.get(round)).toList();
            assertThat(verdicts).containsOnlyOnce(SlotVerdict.NEW);
            assertThat(verdicts)
                    .isSubsetOf(
                            SlotVerdict.NEW,
                            SlotVerdict.IN_PROGRESS,
                            n % 2 == 0 ? SlotVerdict.UNCACHED_REPLAY : SlotVerdict.REPLAY);
        }
    }

    @Test
    void b013ReplayBesideTheNextRequestIsWholeOrNotAtAll() throws Exception {
        int requests = 100_000;
        Slot slot = new Slot();
        Callable<Integer> writer =
                () -> {
                    for (int n = 1; n <= requests; n++) {
                        assertThat(slot.accept(n, n, ALICE)).isEqualTo(SlotVerdict.NEW);
                        // Sizes that make the slot take a larger and a smaller buffer now and then.
                        int length = n % 100 == 0 ? 10 * REPLY_BYTES : REPLY_BYTES;
                        slot.complete(reply(n), 0, length, true);
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
        assertThat(counts.get(1) + counts.get(2)).isPositive();
    }

    private static final int REPLY_BYTES = 512;

    private static ByteBuffer reply(int n) {
        ByteBuffer buffer = ByteBuffer.allocate(10 * REPLY_BYTES);
        for (int i = 0; i < buffer.capacity(); i += Integer.BYTES) {
            buffer.putInt(i, n);
        }
        return buffer;
    }

    private static void assertWhole(XdrWriter out, int n) {
        assertThat(out.position()).isEqualTo(n % 100 == 0 ? 10 * REPLY_BYTES : REPLY_BYTES);
        for (int i = 0; i < out.position(); i += Integer.BYTES) {
            if (out.buffer().getInt(i) != n) {
                assertThat(out.buffer().getInt(i)).as("reply %d at %d", n, i).isEqualTo(n);
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
