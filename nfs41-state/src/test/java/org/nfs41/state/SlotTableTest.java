package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.SequenceArgs;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A session's slots under pressure, with a client that obeys and one that does not. */
class SlotTableTest {
    private static final Principal ALICE = Principal.sys(1000);
    private static final int GRANTED = 8;
    private static final int REPLY_BYTES = 1000;
    private static final long BUDGET = 1_000_000;

    private final ReplyMemory memory = new ReplyMemory(BUDGET);
    private final ReplyAccount others = memory.newAccount();
    private final SlotTable table = new SlotTable(GRANTED, memory.shareForClient());
    private final int[] last = new int[GRANTED];
    private long now;

    @Test
    void withoutPressureNothingMoves() {
        for (int round = 0; round < 3; round++) {
            for (int slot = 0; slot < GRANTED; slot++) {
                SlotLimits limits = execute(slot, GRANTED - 1);
                assertThat(limits.target()).isEqualTo(GRANTED - 1);
                assertThat(limits.enforced()).isEqualTo(GRANTED - 1);
                assertThat(limits.generation()).isEqualTo(1);
            }
        }
    }

    @Test
    void slotsAreRetiredOnlyWhenTheClientHasShownThatItKnows() {
        useAll();
        squeeze();

        assertThat(execute(0, GRANTED - 1).target()).as("first told").isEqualTo(3);
        assertThat(execute(1, 3).enforced()).as("slot 1 has not been told").isEqualTo(GRANTED - 1);
        assertThat(slot(6).bufferBytes()).isEqualTo(REPLY_BYTES);

        SlotLimits known = execute(0, 3);
        assertThat(known.enforced()).isEqualTo(3);
        assertThat(known.target()).isEqualTo(3);
        for (int slot = 4; slot < GRANTED; slot++) {
            assertThat(slot(slot).isRetired()).isTrue();
            assertThat(slot(slot).bufferBytes()).isZero();
        }
        assertThat(memory.usedBytes()).isEqualTo(others.heldBytes() + 4 * REPLY_BYTES);
    }

    @Test
    void requestInProgressAboveHoldsRetirementUp() {
        useAll();
        squeeze();
        begin(5, 5);
        execute(0, 5);
        assertThat(execute(0, 3).enforced()).isEqualTo(GRANTED - 1);

        slot(5).abandon();
        assertThat(execute(0, 3).enforced()).isEqualTo(3);
    }

    @Test
    void falseRetryShowsThatTheLastReplyWasNotRead() {
        useAll();
        squeeze();
        execute(0, GRANTED - 1);
        assertThat(slot(0).accept(last[0], 99, ALICE)).isEqualTo(SlotVerdict.FALSE_RETRY);

        assertThat(execute(0, 3).enforced()).isEqualTo(GRANTED - 1);
        assertThat(execute(0, 3).enforced()).isEqualTo(3);
    }

    @Test
    void retiredSlotRemembersItsLastRequest() {
        useAll();
        useAll();
        retireAbove3();

        assertThat(refusal(6, last[6], 3)).isNull();
        assertThat(slot(6).accept(last[6], last[6], ALICE)).isEqualTo(SlotVerdict.UNCACHED_REPLAY);
        assertThat(slot(6).accept(last[6], 99, ALICE)).isEqualTo(SlotVerdict.FALSE_RETRY);
        assertThat(slot(6).sequenceId()).isEqualTo(last[6]);
    }

    @Test
    void newRequestAboveTheEnforcedSlotIsBadslot() {
        useAll();
        retireAbove3();

        assertThat(refusal(6, last[6] + 1, 6)).isEqualTo(NfsStatus.BADSLOT);
        assertThat(slot(6).isRetired()).isTrue();
        assertThat(refusal(3, last[3] + 1, 3)).isNull();
    }

    @Test
    void slotThatWasNeverUsedIsBadslotAboveTheEnforcedOne() {
        execute(0, GRANTED - 1);
        squeeze();
        execute(0, 3);
        execute(0, 3);

        assertThat(refusal(6, 1, 3)).isEqualTo(NfsStatus.BADSLOT);
        assertThat(refusal(6, 2, 3)).as("left to the slot, which calls it misordered").isNull();
    }

    @Test
    void lateRequestThatTellsOfOldUseIsServedWhenNobodyWasForced() {
        useAll();
        retireAbove3();

        assertThat(refusal(2, last[2] + 1, 7)).isNull();
        assertThat(execute(2, 7).enforced()).isEqualTo(3);
    }

    @Test
    void slotsComeBackWithTheMemory() {
        useAll();
        retireAbove3();
        others.change(-others.heldBytes());

        assertThat(execute(0, 3).target()).isEqualTo(5);
        assertThat(refusal(5, last[5] + 1, 5)).isNull();
        execute(5, 5);
        assertThat(slot(5).isRetired()).isFalse();
        assertThat(execute(0, 5).target()).isEqualTo(GRANTED - 1);
    }

    @Test
    void slotThatComesBackMayBeginAnew() {
        useAll();
        useAll();
        retireAbove3();
        others.change(-others.heldBytes());
        execute(0, 3);

        assertThat(slot(5).accept(1, 1, ALICE))
                .as("the very first one")
                .isEqualTo(SlotVerdict.MISORDERED);
        assertThat(slot(5).accept(1, 77, ALICE)).isEqualTo(SlotVerdict.NEW);
        slot(5).abandon();
        assertThat(slot(5).accept(2, 78, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void intransigentClientGetsBadHighSlotExceptForRetries() {
        force();

        assertThat(table.limits().enforced()).isEqualTo(3);
        assertThat(refusal(0, last[0] + 1, 6)).isEqualTo(NfsStatus.BAD_HIGH_SLOT);
        assertThat(refusal(0, last[0], 6)).as("a retry").isNull();
        assertThat(refusal(6, last[6], 6)).as("a retry above").isNull();
        assertThat(slot(6).accept(last[6], last[6], ALICE)).isEqualTo(SlotVerdict.REPLAY);
        assertThat(refusal(0, last[0] + 1, 3)).isNull();
    }

    @Test
    void intransigentClientsNewRequestAboveRetiresTheSlotAndGetsBadslot() {
        force();
        assertThat(slot(6).isRetired()).isFalse();

        assertThat(refusal(6, last[6] + 2, 6)).as("neither").isNull();
        assertThat(slot(6).isRetired()).isFalse();
        assertThat(refusal(6, last[6] + 1, 6)).as("both").isEqualTo(NfsStatus.BADSLOT);
        assertThat(slot(6).isRetired()).isTrue();
        assertThat(slot(5).isRetired()).isFalse();
    }

    @Test
    void withoutMemoryANewRequestToBeKeptWaitsAndChangesNothing() {
        useAll();
        others.change(BUDGET);
        int before = slot(2).sequenceId();

        assertThat(refusal(2, last[2] + 1, 3)).isEqualTo(NfsStatus.DELAY);
        assertThat(slot(2).sequenceId()).isEqualTo(before);
        assertThat(slot(2).bufferBytes()).isEqualTo(REPLY_BYTES);
        assertThat(refusal(2, last[2], 3)).as("a retry needs no memory").isNull();
        assertThat(refusal(2, last[2] + 5, 3)).as("is misordered all the same").isNull();
        SequenceArgs uncached = sequence(2, last[2] + 1, 3);
        assertThat(table.refusal(uncached, 1, 0)).as("not to be kept").isNull();
        assertThat(table.refusal(uncached, 1, REPLY_BYTES)).as("fits its buffer").isNull();
    }

    @Test
    void theFirstSlotGetsOnLonger() {
        useAll();
        others.change(BUDGET - memory.usedBytes() - BUDGET / 32);

        assertThat(refusal(2, last[2] + 1, 3)).isEqualTo(NfsStatus.DELAY);
        assertThat(refusal(0, last[0] + 1, 3)).isNull();
    }

    @Test
    void underPressureAnUncachedRequestLeavesNoBuffer() {
        useAll();
        begin(1, 7);
        slot(1).abandon();
        assertThat(slot(1).bufferBytes()).isEqualTo(REPLY_BYTES);

        squeeze();
        begin(1, 7);
        slot(1).abandon();
        assertThat(slot(1).bufferBytes()).isZero();
    }

    @Test
    void closedTableGivesAllBackAndKeepsNoMore() {
        useAll();
        begin(1, 7);
        assertThat(memory.usedBytes()).isEqualTo(GRANTED * REPLY_BYTES);
        table.close();
        assertThat(memory.usedBytes()).isZero();

        slot(1).complete(ByteBuffer.allocate(5 * REPLY_BYTES), 0, 5 * REPLY_BYTES, true);
        assertThat(slot(1).isInProgress()).isFalse();
        assertThat(slot(1).accept(last[1], last[1], ALICE)).isEqualTo(SlotVerdict.UNCACHED_REPLAY);
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void slotThatWasTakenAwayIsRetiredBeforeItIsGivenAgain() {
        force();
        others.change(-others.heldBytes());

        execute(0, 3);
        assertThat(slot(4).isRetired()).isTrue();
        assertThat(execute(0, 3).enforced()).as("grown").isGreaterThan(3);
        assertThat(slot(4).accept(1, 77, ALICE)).as("begun anew").isEqualTo(SlotVerdict.NEW);
    }

    private void useAll() {
        for (int slot = 0; slot < GRANTED; slot++) {
            execute(slot, GRANTED - 1);
        }
    }

    /** Makes memory scarce: half of the slots are too many. */
    private void squeeze() {
        others.change(BUDGET * 3 / 4);
    }

    private void retireAbove3() {
        squeeze();
        execute(0, GRANTED - 1);
        assertThat(execute(0, 3).enforced()).isEqualTo(3);
    }

    /** Has a client ignore the target until the server's patience ends. */
    private void force() {
        useAll();
        squeeze();
        execute(0, 6);
        assertThat(execute(0, 6).enforced()).isEqualTo(GRANTED - 1);
        now += SlotLimits.PATIENCE_NANOS + 1;
        assertThat(execute(0, 6).enforced()).isEqualTo(3);
    }

    private SlotLimits execute(int slotId, int highest) {
        SlotLimits told = begin(slotId, highest);
        slot(slotId).complete(ByteBuffer.allocate(REPLY_BYTES), 0, REPLY_BYTES, true);
        return told;
    }

    private SlotLimits begin(int slotId, int highest) {
        int next = ++last[slotId];
        assertThat(slot(slotId).accept(next, next, ALICE)).isEqualTo(SlotVerdict.NEW);
        return table.letIn(slot(slotId), sequence(slotId, next, highest), now);
    }

    private @Nullable NfsStatus refusal(int slotId, int sequenceId, int highest) {
        return table.refusal(sequence(slotId, sequenceId, highest), sequenceId, 8 * REPLY_BYTES);
    }

    private static SequenceArgs sequence(int slotId, int sequenceId, int highest) {
        return new SequenceArgs(new SessionId(1, 2), sequenceId, slotId, highest, true);
    }

    private Slot slot(int slotId) {
        return Objects.requireNonNull(table.slot(slotId));
    }
}
