package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

final class LeaseKeeperTest {
    private static final Duration LEASE = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Long> rounds = new LinkedBlockingQueue<>();

    private long round() throws InterruptedException {
        Long at = rounds.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(at).as("a round").isNotNull();
        return at;
    }

    @Test
    void clientsAreLookedThroughAgainAndAgain() throws InterruptedException {
        try (LeaseKeeper keeper = new LeaseKeeper(this::note, LEASE)) {
            assertThat(keeper).isNotNull();
            long first = round();
            assertThat(round() - first).isPositive();
        }
    }

    @Test
    void roundThatFailsIsNotTheLast() throws InterruptedException {
        try (LeaseKeeper keeper = new LeaseKeeper(this::fail, LEASE)) {
            assertThat(keeper).isNotNull();
            round();
            round();
        }
    }

    private List<Long> note(long now) {
        rounds.add(now);
        return List.of(7L);
    }

    private List<Long> fail(long now) {
        rounds.add(now);
        throw new IllegalStateException("a bug");
    }
}
