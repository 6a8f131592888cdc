package org.nfs41.state;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Races for one slot. What is not named as an outcome is forbidden. */
public final class SlotStress {
    private SlotStress() {}

    /** A request that comes twice at once is executed once. */
    @JCStressTest
    @Outcome(
            id = {"NEW, IN_PROGRESS", "IN_PROGRESS, NEW", "NEW, REPLAY", "REPLAY, NEW"},
            expect = ACCEPTABLE,
            desc = "One is executed, the other is its retry.")
    @State
    public static class Twins {
        private final Slot slot = Requests.unused();

        /** One. */
        @Actor
        public void one(LL_Result r) {
            r.r1 = Requests.first(slot);
        }

        /** The same. */
        @Actor
        public void other(LL_Result r) {
            r.r2 = Requests.first(slot);
        }
    }

    /** Of two different requests with one sequence id, one is executed and one is refused. */
    @JCStressTest
    @Outcome(
            id = {"NEW, IN_PROGRESS", "IN_PROGRESS, NEW", "NEW, FALSE_RETRY", "FALSE_RETRY, NEW"},
            expect = ACCEPTABLE,
            desc = "One is executed, the other never gets its reply.")
    @State
    public static class FalseTwins {
        private final Slot slot = Requests.unused();

        /** One. */
        @Actor
        public void one(LL_Result r) {
            r.r1 = Requests.first(slot);
        }

        /** Another, that is refused or abandons its claim at once. */
        @Actor
        public void other(LL_Result r) {
            SlotVerdict verdict = slot.accept(1, Requests.OTHER_FINGERPRINT, Requests.WHO);
            if (verdict == SlotVerdict.NEW) {
                slot.abandon();
            }
            r.r2 = Requests.name(verdict);
        }
    }

    /** The next request against a retry of the last one, with a reply of the same length. */
    @JCStressTest
    @Outcome(id = "NEW, REPLAY", expect = ACCEPTABLE, desc = "The retry got the whole reply.")
    @Outcome(id = "NEW, MISORDERED", expect = ACCEPTABLE, desc = "The retry came too late.")
    @State
    public static class NextAgainstReplay {
        private final Slot slot = Requests.cachedFirst();

        /** Number 2. */
        @Actor
        public void next(LL_Result r) {
            r.r1 = Requests.second(slot);
        }

        /** Number 1 once more. */
        @Actor
        public void retry(LL_Result r) {
            r.r2 = Requests.retryFirst(slot);
        }
    }

    /** The same, where the next reply needs a larger buffer. */
    @JCStressTest
    @Outcome(id = "NEW, REPLAY", expect = ACCEPTABLE, desc = "The retry got the whole reply.")
    @Outcome(id = "NEW, MISORDERED", expect = ACCEPTABLE, desc = "The retry came too late.")
    @State
    public static class LongNextAgainstReplay {
        private final Slot slot = Requests.cachedFirst();

        /** Number 2. */
        @Actor
        public void next(LL_Result r) {
            r.r1 = Requests.secondLong(slot);
        }

        /** Number 1 once more. */
        @Actor
        public void retry(LL_Result r) {
            r.r2 = Requests.retryFirst(slot);
        }
    }

    /** A retry while the reply is put into the slot. */
    @JCStressTest
    @Outcome(id = "IN_PROGRESS", expect = ACCEPTABLE, desc = "The retry overtook the original.")
    @Outcome(id = "REPLAY", expect = ACCEPTABLE, desc = "The retry got the whole reply.")
    @State
    public static class CompleteAgainstRetry {
        private final Slot slot = Requests.claimed();

        /** Number 1 ends. */
        @Actor
        public void complete() {
            Requests.completeFirst(slot);
        }

        /** Number 1 once more. */
        @Actor
        public void retry(L_Result r) {
            r.r1 = Requests.retryFirst(slot);
        }
    }

    /** A request with the same sequence id that is another, while the first one ends. */
    @JCStressTest
    @Outcome(
            id = {"IN_PROGRESS", "FALSE_RETRY"},
            expect = ACCEPTABLE,
            desc = "It never gets the other's reply.")
    @State
    public static class CompleteAgainstFalseRetry {
        private final Slot slot = Requests.claimed();

        /** Number 1 ends. */
        @Actor
        public void complete() {
            Requests.completeFirst(slot);
        }

        /** Something else as number 1. */
        @Actor
        public void falseRetry(L_Result r) {
            r.r1 = Requests.name(slot.accept(1, Requests.OTHER_FINGERPRINT, Requests.WHO));
        }
    }

    /** A request that is abandoned, a claim by the next one and a retry. */
    @JCStressTest
    @Outcome(
            id = {"MISORDERED, IN_PROGRESS, UNCACHED 1", "MISORDERED, UNCACHED_REPLAY, UNCACHED 1"},
            expect = ACCEPTABLE,
            desc = "The next one came too early.")
    @Outcome(
            id = {
                "NEW, IN_PROGRESS, IN_PROGRESS 2",
                "NEW, UNCACHED_REPLAY, IN_PROGRESS 2",
                "NEW, MISORDERED, IN_PROGRESS 2"
            },
            expect = ACCEPTABLE,
            desc = "The next one has claimed the slot and keeps it.")
    @State
    public static class ClaimAgainstAbandon {
        private final Slot slot = Requests.claimed();

        /** Number 1 ends without a reply to keep. */
        @Actor
        public void abandon() {
            slot.abandon();
        }

        /** Number 2. */
        @Actor
        public void next(LLL_Result r) {
            r.r1 = Requests.name(slot.accept(2, Requests.FINGERPRINT, Requests.WHO));
        }

        /** Number 1 once more. */
        @Actor
        public void retry(LLL_Result r) {
            r.r2 = Requests.retryFirst(slot);
        }

        /** How the slot is left. */
        @Arbiter
        public void look(LLL_Result r) {
            r.r3 = slot.state() + " " + slot.sequenceId();
        }
    }

    /** A slot whose memory is taken back while its last request is retried. */
    @JCStressTest
    @Outcome(id = "true, REPLAY", expect = ACCEPTABLE, desc = "The retry got the whole reply.")
    @Outcome(
            id = {"true, IN_PROGRESS", "true, UNCACHED_REPLAY", "true, MISORDERED"},
            expect = ACCEPTABLE,
            desc = "The reply is gone or about to go; the request is never executed again.")
    @State
    public static class RetireAgainstRetry {
        private final Slot slot = Requests.cachedFirst();

        /** Gives the memory back. */
        @Actor
        public void retire(LL_Result r) {
            r.r1 = String.valueOf(slot.retire());
        }

        /** Number 1 once more. */
        @Actor
        public void retry(LL_Result r) {
            r.r2 = Requests.retryFirst(slot);
        }
    }

    /** A slot whose memory is taken back while it gets its next request. */
    @JCStressTest
    @Outcome(
            id = {"true, NEW, CACHED 2", "false, NEW, CACHED 2", "true, NEW, RETIRED 2"},
            expect = ACCEPTABLE,
            desc = "First the one, then the other, or the request was seen.")
    @Outcome(
            id = "true, IN_PROGRESS, RETIRED 1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "A request that meets its slot while that is being retired is to come again.")
    @State
    public static class RetireAgainstNext {
        private final Slot slot = Requests.cachedFirst();

        /** Gives the memory back. */
        @Actor
        public void retire(LLL_Result r) {
            r.r1 = String.valueOf(slot.retire());
        }

        /** Number 2. */
        @Actor
        public void next(LLL_Result r) {
            r.r2 = Requests.second(slot);
        }

        /** How the slot is left. */
        @Arbiter
        public void look(LLL_Result r) {
            r.r3 = slot.state() + " " + slot.sequenceId();
        }
    }
}
