package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The budget for kept replies and the accounts in it. */
class ReplyMemoryTest {
    private static final long BUDGET = 32_000;
    private static final long SHARE = BUDGET / ReplyMemory.CLIENT_PART;

    private final ReplyMemory server = new ReplyMemory(BUDGET);
    private final ReplyMemory client = server.shareForClient();
    private final ReplyAccount account = client.newAccount();

    @ParameterizedTest(name = "{0} of 32000: level {1}")
    @CsvSource({
        "0, 0",
        "16000, 0",
        "16999, 0",
        "17000, 1",
        "24000, 8",
        "31000, 15",
        "31999, 15",
        "32000, 16",
        "50000, 16"
    })
    void memoryGetsScarceInTheUpperHalfOfTheBudget(long used, int level) {
        server.newAccount().change(used);

        assertThat(server.level()).isEqualTo(level);
        assertThat(server.usedBytes()).isEqualTo(used);
    }

    @Test
    void levelFallsAgainWithWhatIsGivenBack() {
        ReplyAccount other = server.newAccount();
        other.change(BUDGET);
        other.change(-BUDGET / 4);
        assertThat(server.level()).isEqualTo(8);
        other.change(-BUDGET / 2);
        assertThat(server.level()).isZero();
    }

    @Test
    void aClientFeelsItsOwnScarcityAndThatOfTheServer() {
        account.change(SHARE * 3 / 4);
        assertThat(client.level()).isEqualTo(8);
        assertThat(server.level()).isZero();
        assertThat(server.shareForClient().level()).isZero();

        server.newAccount().change(BUDGET);
        assertThat(client.level()).isEqualTo(ReplyMemory.LEVELS);
        assertThat(server.shareForClient().level()).isEqualTo(ReplyMemory.LEVELS);
    }

    @Test
    void theLastPartBelongsToFirstSlots() {
        ReplyAccount other = server.newAccount();
        other.change(BUDGET - BUDGET / ReplyMemory.FIRST_SLOT_PART - 1);
        assertThat(client.isFull(false, 0)).isFalse();

        other.change(1);
        assertThat(client.isScarce()).isTrue();
        assertThat(client.isFull(false, 0)).isTrue();
        assertThat(client.isFull(true, 0)).isFalse();

        other.change(BUDGET / ReplyMemory.FIRST_SLOT_PART);
        assertThat(client.isFull(true, 0)).isTrue();
    }

    @Test
    void whatASlotHoldsItselfDoesNotStandInItsWay() {
        account.change(2 * SHARE);

        assertThat(client.isFull(true, 0)).isTrue();
        assertThat(client.isFull(true, 2 * SHARE)).isFalse();
    }

    @Test
    void oneClientCannotFillTheServer() {
        account.change(SHARE);

        assertThat(client.isFull(true, 0)).isTrue();
        assertThat(server.shareForClient().isFull(false, 0)).isFalse();
    }

    @Test
    void closedAccountGivesEverythingBackAndTakesNothingMore() {
        assertThat(account.change(1000)).isTrue();
        assertThat(account.heldBytes()).isEqualTo(1000);
        account.close();
        assertThat(server.usedBytes()).isZero();
        assertThat(client.usedBytes()).isZero();

        assertThat(account.change(500)).isFalse();
        assertThat(account.change(-1000)).isFalse();
        account.close();
        assertThat(account.heldBytes()).isZero();
        assertThat(server.usedBytes()).isZero();
    }

    @Test
    void budgetOfNothingIsRefused() {
        for (long bytes : new long[] {0, -1, TableLimits.MOST_REPLY_BYTES + 1}) {
            assertThatThrownBy(() -> new ReplyMemory(bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void smallestBudgetStillHasAShareForAClient() {
        assertThat(new ReplyMemory(1).shareForClient().isFull(true, 0)).isFalse();
    }

    @Test
    void nothingIsLostWhenAccountsAreClosedBesideCharges() throws Exception {
        int rounds = 20_000;
        List<ReplyAccount> accounts = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            accounts.add(client.newAccount());
        }
        Callable<Boolean> charger =
                () -> {
                    for (ReplyAccount each : accounts) {
                        each.change(100);
                        each.change(200);
                        each.change(-100);
                    }
                    return true;
                };
        Callable<Boolean> closer =
                () -> {
                    accounts.forEach(ReplyAccount::close);
                    return true;
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (Future<Boolean> done : threads.invokeAll(List.of(charger, charger, closer))) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(server.usedBytes()).isZero();
        assertThat(client.usedBytes()).isZero();
        assertThat(server.level()).isZero();
        assertThat(client.level()).isZero();
    }
}
