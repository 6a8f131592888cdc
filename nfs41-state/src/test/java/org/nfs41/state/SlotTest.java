package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;

/** One slot, one thread. */
class SlotTest {
    private static final Principal ALICE = Principal.sys(1000);
    private static final Principal BOB = Principal.sys(2000);
    private static final long REQUEST = 42;

    private final Slot slot = TableFixture.newSlot(0, SlotState.UNUSED);

    @Test
    void b014FirstUseMustCarrySequenceIdOne() {
        for (int wrong : new int[] {0, 2, -1}) {
            assertThat(slot.accept(wrong, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
            assertThat(slot.state()).isEqualTo(SlotState.UNUSED);
        }
        assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void b002RetryGetsTheReplyByteByByte() {
        execute(1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

        assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.REPLAY);
        assertThat(replay(1)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void replayChangesNothing() {
        execute(1, new byte[] {1, 2, 3, 4});

        for (int i = 0; i < 3; i++) {
            assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.REPLAY);
            assertThat(replay(1)).containsExactly(1, 2, 3, 4);
        }
        assertThat(slot.accept(2, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void replyIsKeptFromTheMiddleOfABuffer() {
        slot.accept(1, REQUEST, ALICE);
        slot.complete(ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 4, 9}), 2, 6, true);

        assertThat(replay(1)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void replyIsWrittenBehindWhatTheWriterHasAlready() {
        execute(1, new byte[] {1, 2, 3, 4});
        XdrWriter out = new XdrWriter();
        out.writeInt(0x77777777);

        assertThat(slot.replay(1, out)).isTrue();
        assertThat(out.toByteArray()).containsExactly(0x77, 0x77, 0x77, 0x77, 1, 2, 3, 4);
    }

    @Test
    void b006SlotAdvancesWhetherTheReplyIsKeptOrNot() {
        for (int sequenceId = 1; sequenceId <= 3; sequenceId++) {
            assertThat(slot.accept(sequenceId, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
            slot.complete(ByteBuffer.allocate(8), 0, 8, false);
            assertThat(slot.accept(sequenceId, REQUEST, ALICE))
                    .isEqualTo(SlotVerdict.UNCACHED_REPLAY);
            assertThat(slot.replay(sequenceId, new XdrWriter())).isFalse();
        }
    }

    @Test
    void b008RefusedRequestsLeaveTheKeptReplyAndTheSequenceAlone() {
        execute(1, new byte[] {1, 2, 3, 4});

        assertThat(slot.accept(3, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
        assertThat(slot.accept(0, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
        assertThat(slot.accept(1, REQUEST, BOB)).isEqualTo(SlotVerdict.FALSE_RETRY);

        assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.REPLAY);
        assertThat(replay(1)).containsExactly(1, 2, 3, 4);
        assertThat(slot.accept(2, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void b010RetryByAnotherPrincipalIsFalseWhetherTheReplyIsKeptOrNot() {
        execute(1, new byte[] {1, 2, 3, 4});
        assertThat(slot.accept(1, REQUEST, BOB)).isEqualTo(SlotVerdict.FALSE_RETRY);
        assertThat(slot.accept(1, REQUEST, Principal.NONE)).isEqualTo(SlotVerdict.FALSE_RETRY);

        slot.accept(2, REQUEST, ALICE);
        slot.abandon();
        assertThat(slot.accept(2, REQUEST, BOB)).isEqualTo(SlotVerdict.FALSE_RETRY);
    }

    @Test
    void retryWithOtherContentIsFalse() {
        execute(1, new byte[] {1, 2, 3, 4});

        assertThat(slot.accept(1, REQUEST + 1, ALICE)).isEqualTo(SlotVerdict.FALSE_RETRY);
    }

    @Test
    void b012RetryThatOvertakesItsOriginalIsInProgress() {
        slot.accept(1, REQUEST, ALICE);

        assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.IN_PROGRESS);
        assertThat(slot.accept(2, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
        assertThat(slot.isInProgress()).isTrue();
    }

    @Test
    void sequenceWrapsAroundToZero() {
        Slot late = TableFixture.newSlot(-2, SlotState.UNCACHED);

        assertThat(late.accept(-1, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
        late.abandon();
        assertThat(late.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
        assertThat(late.accept(0, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
        late.complete(ByteBuffer.allocate(4), 0, 4, true);
        assertThat(late.accept(0, REQUEST, ALICE)).isEqualTo(SlotVerdict.REPLAY);
        assertThat(late.accept(-1, REQUEST, ALICE)).isEqualTo(SlotVerdict.MISORDERED);
        assertThat(late.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void abandonedRequestDoesNotPoisonTheSlot() {
        slot.accept(1, REQUEST, ALICE);
        slot.abandon();

        assertThat(slot.accept(1, REQUEST, ALICE)).isEqualTo(SlotVerdict.UNCACHED_REPLAY);
        assertThat(slot.accept(2, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
    }

    @Test
    void replyOfAnEarlierRequestIsGone() {
        execute(1, new byte[] {1, 2, 3, 4});
        execute(2, new byte[] {5, 6, 7, 8});
        XdrWriter out = new XdrWriter();

        assertThat(slot.replay(1, out)).isFalse();
        assertThat(out.position()).isZero();
        assertThat(replay(2)).containsExactly(5, 6, 7, 8);
    }

    @Test
    void completingWhatNobodyClaimedIsABug() {
        assertThatThrownBy(slot::abandon).isInstanceOf(IllegalStateException.class);
        execute(1, new byte[4]);
        assertThatThrownBy(() -> slot.complete(ByteBuffer.allocate(4), 0, 4, true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bufferIsReusedForRepliesOfAboutItsSize() {
        execute(1, new byte[1000]);
        assertThat(slot.bufferBytes()).isEqualTo(1000);
        execute(2, new byte[200]);
        assertThat(slot.bufferBytes()).isEqualTo(1000);
        execute(3, new byte[1200]);
        assertThat(slot.bufferBytes()).isEqualTo(1200);
    }

    @Test
    void muchTooLargeBufferIsGivenBack() {
        execute(1, new byte[100_000]);
        execute(2, new byte[8]);
        assertThat(slot.bufferBytes()).isEqualTo(Slot.SMALLEST_BUFFER_BYTES);

        execute(3, new byte[Slot.LARGEST_IDLE_BUFFER_BYTES + 1]);
        slot.accept(4, REQUEST, ALICE);
        slot.abandon();
        assertThat(slot.bufferBytes()).isZero();
    }

    private void execute(int sequenceId, byte[] reply) {
        assertThat(slot.accept(sequenceId, REQUEST, ALICE)).isEqualTo(SlotVerdict.NEW);
        slot.complete(ByteBuffer.wrap(reply), 0, reply.length, true);
    }

    private byte[] replay(int sequenceId) {
        XdrWriter out = new XdrWriter();
        assertThat(slot.replay(sequenceId, out)).isTrue();
        return out.toByteArray();
    }
}
