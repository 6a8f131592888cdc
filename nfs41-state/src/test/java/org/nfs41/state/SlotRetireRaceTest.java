package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One slot that is retired while it is claimed, completed and replayed. */
class SlotRetireRaceTest {
    private static final Principal ALICE = Principal.sys(1000);
    private static final int LARGEST_REPLY = 5000;
    private static final int FEWEST_REQUESTS = 200_000;
    private static final int FEWEST_RETIREMENTS = 100;

    /** Some ten seconds. */
    private static final int MOST_REQUESTS = 20_000_000;

    private final ReplyMemory memory = new ReplyMemory(TableLimits.MOST_REPLY_BYTES);
    private final ReplyAccount account = memory.newAccount();
    private final Slot slot = new Slot(account);
    private final AtomicInteger retirements = new AtomicInteger();
    private volatile boolean over;

    @Test
    void eitherTheClaimOrTheRetirementWinsAndRepliesAreWhole() throws Exception {
        // With few processors it takes a while until the threads meet.
        BooleanSupplier enough = () -> retirements.get() >= FEWEST_RETIREMENTS;
        Callable<Integer> claimer =
                () -> {
                    try {
                        return execute(slot, FEWEST_REQUESTS, enough);
                    } finally {
                        over = true;
                    }
                };
        Callable<Integer> retirer = this::retire;
        Callable<Integer> reader = this::replay;
        List<Integer> counts = run(List.of(claimer, retirer, reader, reader));

        int requests = counts.getFirst();
        assertThat(requests).as("requests let in").isGreaterThanOrEqualTo(FEWEST_REQUESTS);
        assertThat(retirements.get())
                .as("retirements during %d requests", requests)
                .isGreaterThanOrEqualTo(FEWEST_RETIREMENTS);
        assertThat(slot.sequenceId()).isEqualTo(requests);
        assertThat(memory.usedBytes()).isEqualTo(slot.bufferBytes());
        assertThat(account.heldBytes()).isEqualTo(slot.bufferBytes());
        assertThat(slot.retire()).isTrue();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void sessionThatEndsMeanwhileTakesNothingWithIt() throws Exception {
        for (int round = 0; round < 2000; round++) {
            ReplyAccount ending = memory.newAccount();
            Slot its = new Slot(ending);
            int pause = round;
            Callable<Integer> claimer = () -> execute(its, 30, () -> true);
            Callable<Integer> retirer =
                    () -> {
                        for (int i = 0; i < 30; i++) {
                            its.retire();
                        }
                        return 0;
                    };
            Callable<Integer> closer =
                    () -> {
                        for (int i = 0; i < pause; i++) {
                            Thread.onSpinWait();
                        }
                        ending.close();
                        return 0;
                    };
            assertThat(run(List.of(claimer, retirer, closer)).getFirst()).isEqualTo(30);
            assertThat(memory.usedBytes()).isZero();
        }
    }

    /**
     * A client's requests, one after the other: each is let in, at once or when it asks again.
     *
     * @param fewest how many at least
     * @param enough whether that is enough; if not, it goes on up to {@link #MOST_REQUESTS}
     */
    private static int execute(Slot slot, int fewest, BooleanSupplier enough) {
        byte[] reply = new byte[LARGEST_REPLY];
        int letIn = 0;
        while (letIn < fewest || (letIn < MOST_REQUESTS && !enough.getAsBoolean())) {
            int n = letIn + 1;
            SlotVerdict verdict = slot.accept(n, n, ALICE);
            if (verdict == SlotVerdict.NEW) {
                letIn++;
                assertThat(slot.retire()).as("what is in progress is not retired").isFalse();
                Arrays.fill(reply, (byte) n);
                slot.complete(ByteBuffer.wrap(reply), 0, bytes(n), n % 5 != 0);
            } else {
                assertThat(verdict).as("%d of its client", n).isEqualTo(SlotVerdict.IN_PROGRESS);
            }
        }
        return letIn;
    }

    private int retire() {
        while (!over) {
            if (slot.retire()) {
                retirements.incrementAndGet();
            }
        }
        return retirements.get();
    }

    private int replay() {
        XdrWriter out = new XdrWriter();
        int replayed = 0;
        while (!over) {
            int n = slot.sequenceId();
            SlotVerdict verdict = slot.accept(n, n, ALICE);
            assertThat(verdict).isNotIn(SlotVerdict.NEW, SlotVerdict.FALSE_RETRY);
            out.clear();
            if (verdict == SlotVerdict.REPLAY && slot.replay(n, out)) {
                replayed++;
                assertWhole(out, n);
            } else {
                assertThat(out.position()).isZero();
            }
        }
        return replayed;
    }

    /** Sizes that make the slot take a larger and a smaller buffer now and then. */
    private static int bytes(int n) {
        return n % 50 == 1 ? LARGEST_REPLY : 300;
    }

    private static void assertWhole(XdrWriter out, int n) {
        assertThat(out.position()).isEqualTo(bytes(n));
        for (int i = 0; i < out.position(); i++) {
            if (out.buffer().get(i) != (byte) n) {
                assertThat(out.buffer().get(i)).as("reply %d at %d", n, i).isEqualTo((byte) n);
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
