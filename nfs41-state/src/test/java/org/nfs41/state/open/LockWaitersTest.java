package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.LockWaiters.Waiter;
import org.nfs41.xdr.Opaque;

class LockWaitersTest {
    private static final long LATER = 1_000;

    private final LockWaiters<String> waiters = new LockWaiters<>();

    private static Waiter waiter(long clientId, String owner, long first) {
        return new Waiter(
                clientId, Opaque.utf8(owner), new ByteRange(first, first + 9), true, LATER);
    }

    @Test
    void thoseAreToldWhomNothingKeepsAnyMore() {
        Waiter low = waiter(1, "a", 0);
        Waiter high = waiter(2, "a", 100);
        waiters.add("f", low);
        waiters.add("f", high);
        assertThat(waiters.takeFree("g", waiter -> true, 0)).isEmpty();
        assertThat(waiters.takeFree("f", waiter -> waiter.range().first() == 0, 0))
                .containsExactly(low);
        assertThat(waiters.any("f")).isTrue();
        assertThat(waiters.takeFree("f", waiter -> true, 0)).containsExactly(high);
        assertThat(waiters.any("f")).isFalse();
        assertThat(waiters.count()).isZero();
    }

    @Test
    void anOwnerWaitsForWhatItHasAskedForLast() {
        waiters.add("f", waiter(1, "a", 0));
        waiters.add("f", waiter(1, "a", 50));
        assertThat(waiters.count()).isEqualTo(1);
        assertThat(waiters.takeFree("f", waiter -> true, 0)).containsExactly(waiter(1, "a", 50));
    }

    @Test
    void whoHasGotALockWaitsNoMore() {
        waiters.add("f", waiter(1, "a", 0));
        waiters.add("f", waiter(1, "b", 0));
        waiters.remove("f", 1, Opaque.utf8("a"));
        assertThat(waiters.takeFree("f", waiter -> true, 0)).containsExactly(waiter(1, "b", 0));
    }

    @Test
    void whoDoesNotAskAgainIsForgotten() {
        waiters.add("f", waiter(1, "a", 0));
        assertThat(waiters.takeFree("f", waiter -> false, LATER - 1)).isEmpty();
        assertThat(waiters.count()).isEqualTo(1);
        assertThat(waiters.takeFree("f", waiter -> false, LATER)).isEmpty();
        assertThat(waiters.count()).isZero();
        waiters.add("f", waiter(1, "a", 0));
        assertThat(waiters.takeFree("f", waiter -> true, LATER)).isEmpty();
    }

    @Test
    void aClientThatHasEndedWaitsNowhere() {
        waiters.add("f", waiter(1, "a", 0));
        waiters.add("g", waiter(1, "a", 0));
        waiters.add("g", waiter(2, "a", 0));
        waiters.release(1);
        assertThat(waiters.any("f")).isFalse();
        assertThat(waiters.count()).isEqualTo(1);
    }

    @Test
    void moreThanMayWaitAreNotRemembered() {
        for (int i = 0; i <= LockWaiters.MOST_PER_FILE; i++) {
            waiters.add("f", waiter(1, "owner " + i, 0));
        }
        assertThat(waiters.count()).isEqualTo(LockWaiters.MOST_PER_FILE);
        for (int i = 0; i <= LockWaiters.MOST_PER_CLIENT; i++) {
            waiters.add("file " + i, waiter(1, "a", 0));
        }
        assertThat(waiters.count()).isEqualTo(LockWaiters.MOST_PER_CLIENT);
        waiters.add("f", waiter(2, "a", 0));
        assertThat(waiters.count())
                .as("another file, client")
                .isEqualTo(LockWaiters.MOST_PER_CLIENT);
        waiters.add("g", waiter(2, "a", 0));
        assertThat(waiters.count()).isEqualTo(LockWaiters.MOST_PER_CLIENT + 1);
    }
}
