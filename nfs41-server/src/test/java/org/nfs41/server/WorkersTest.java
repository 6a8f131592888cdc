package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(30)
class WorkersTest {
    @Test
    void tasksThatWaitForEachOtherRunAtTheSameTime() throws InterruptedException {
        int together = 16;
        CyclicBarrier meeting = new CyclicBarrier(together);
        CountDownLatch done = new CountDownLatch(together);
        try (Workers workers = new Workers()) {
            for (int i = 0; i < together; i++) {
                workers.run(() -> {
                    try {
                        meeting.await(20, TimeUnit.SECONDS);
                        done.countDown();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theyAreDaemonsOfTheOperatingSystem() throws InterruptedException {
        AtomicReference<Thread> worker = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        try (Workers workers = new Workers()) {
            workers.run(() -> {
                worker.set(Thread.currentThread());
                done.countDown();
            });
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(worker.get()).matches(thread -> thread.isDaemon() && !thread.isVirtual());
    }

    @Test
    void whatHasBegunGoesOnToItsEndAfterClose() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Workers workers = new Workers();
        workers.run(() -> {
            begun.countDown();
            try {
                go.await();
                done.countDown();
            } catch (InterruptedException e) {
                // it was not left alone
            }
        });
        begun.await();
        workers.close();
        go.countDown();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingBeginsAfterClose() {
        Workers workers = new Workers();
        workers.close();
        assertThatThrownBy(() -> workers.run(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
