package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.Interference;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A grant and what it would be in the way of, at the same time: never both. */
class DelegationRaceTest {
    private static final int ROUNDS = 30_000;
    private static final int MOST_ROUNDS = 1000 * ROUNDS;
    private static final long PATIENCE = 1L << 60;
    private static final int FILE = 7;

    private final StateTables<Integer> tables = new StateTables<>(new StateIdSource(1, 2));
    private final DelegationTable<Integer> table = tables.delegations();

    /** How many clients believe that nobody else uses the file. */
    private final AtomicInteger alone = new AtomicInteger();

    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    /** A thread that the machine keeps waiting may find the other one in its way all the time. */
    private static boolean goesOn(int round, AtomicInteger successes) {
        if (round < ROUNDS) {
            return true;
        }
        Thread.onSpinWait();
        return successes.get() == 0 && round < MOST_ROUNDS;
    }

    private int askForDelegation(Holder holder) {
        int wrong = 0;
        for (int i = 0; goesOn(i, granted); i++) {
            Granted answer = table.grant(holder, FILE, List.of(DelegationKind.WRITE), null, 0, 1);
            if (answer instanceof Granted.Yes yes) {
                wrong += alone.incrementAndGet() == 1 ? 0 : 1;
                granted.incrementAndGet();
                alone.decrementAndGet();
                table.giveBack(yes.stateId(), holder.clientId(), FILE);
            }
        }
        return wrong;
    }

    private int change(Holder holder) {
        int wrong = 0;
        for (int i = 0; goesOn(i, changed); i++) {
            tables.conflicts().begin(FILE);
            if (tables.conflicts()
                    .clear(FILE, holder.clientId(), Interference.CHANGING, false, PATIENCE, 1)
                    .isClear()) {
                wrong += alone.incrementAndGet() == 1 ? 0 : 1;
                changed.incrementAndGet();
                alone.decrementAndGet();
            }
            tables.conflicts().end(FILE);
        }
        return wrong;
    }

    private int open(Holder holder) {
        int wrong = 0;
        Share share = new Share(Share.READ, Share.NONE);
        for (int i = 0; goesOn(i, opened); i++) {
            Opened<Integer> open =
                    tables.opens().open(holder, Opaque.utf8("o"), FILE, share, false, 1);
            StateId id = open.stateId();
            if (open.status().isOk()) {
                wrong += alone.incrementAndGet() == 1 ? 0 : 1;
                opened.incrementAndGet();
                alone.decrementAndGet();
                tables.opens().close(id, holder.clientId(), FILE);
            }
        }
        return wrong;
    }

    @Test
    void noGrantWhileAChangeIsCarriedOut() throws Exception {
        assertThat(together(() -> askForDelegation(new Holder(1)), () -> change(new Holder(2))))
                .isZero();
        assertThat(granted.get()).isPositive();
        assertThat(changed.get()).isPositive();
    }

    @Test
    void noGrantBesideAnOpenOfAnotherClient() throws Exception {
        assertThat(together(() -> askForDelegation(new Holder(1)), () -> open(new Holder(2))))
                .isZero();
        assertThat(granted.get()).isPositive();
        assertThat(opened.get()).isPositive();
    }

    @Test
    void noTwoWriters() throws Exception {
        assertThat(
                        together(
                                () -> askForDelegation(new Holder(1)),
                                () -> askForDelegation(new Holder(2))))
                .isZero();
        assertThat(table.count()).isZero();
    }

    private static int together(Callable<Integer> one, Callable<Integer> two) throws Exception {
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            results.add(threads.submit(one));
            results.add(threads.submit(two));
        }
        return results.get(0).get() + results.get(1).get();
    }
}
