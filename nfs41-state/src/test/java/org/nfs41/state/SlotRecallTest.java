package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.op.SequenceArgs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Clients that are silent while memory for replies becomes scarce. */
class SlotRecallTest {
    private static final int CLIENTS = 6;
    private static final int SLOTS = 8;
    private static final int REPLY_BYTES = 1024;
    private static final long BUDGET = 64 * 1024;

    private final TableFixture fixture =
            new TableFixture(TableLimits.DEFAULT.withReplyBytes(BUDGET));
    private final List<Session> sessions = new ArrayList<>();

    private void fill(int clients) {
        for (int i = 0; i < clients; i++) {
            Session session = fixture.client("client " + i, 1);
            sessions.add(session);
            for (int slot = 0; slot < SLOTS; slot++) {
                request(session, slot, 1, SLOTS - 1, true);
            }
        }
        fixture.pass(TimeUnit.SECONDS.toNanos(2));
    }

    private SlotLimits request(
            Session session, int slotId, int sequenceId, int highest, boolean cached) {
        Slot slot = Objects.requireNonNull(session.slot(slotId));
        assertThat(slot.accept(sequenceId, sequenceId, TableFixture.ALICE))
                .isEqualTo(SlotVerdict.NEW);
        SequenceArgs sequence = new SequenceArgs(session.id(), sequenceId, slotId, highest, cached);
        SlotLimits told = session.slots().letIn(slot, sequence, fixture.now);
        slot.complete(ByteBuffer.allocate(REPLY_BYTES), 0, REPLY_BYTES, cached);
        return told;
    }

    private List<SlotRecall> recalls() {
        return fixture.table.slotsToRecall(fixture.now);
    }

    @Test
    void nobodyIsAskedWhileMemoryIsPlenty() {
        fill(CLIENTS / 2);
        assertThat(recalls()).isEmpty();
    }

    @Test
    void theSilentAreAskedOnceInAWhile() {
        fill(CLIENTS);
        assertThat(recalls())
                .hasSize(CLIENTS)
                .allSatisfy(recall -> assertThat(recall.target()).isLessThan(SLOTS - 1));
        assertThat(recalls()).isEmpty();
        fixture.pass(TimeUnit.SECONDS.toNanos(5));
        assertThat(recalls()).hasSize(CLIENTS);
    }

    @Test
    void whoSendsRequestsIsToldByTheirReplies() {
        fill(CLIENTS);
        assertThat(fixture.table.used(sessions.getFirst(), TableFixture.CONNECTION, fixture.now))
                .isTrue();
        assertThat(recalls())
                .hasSize(CLIENTS - 1)
                .noneMatch(recall -> recall.sessionId().equals(sessions.getFirst().id()));
    }

    @Test
    void whoHeedsItWithTwoRequestsHasGivenTheMemoryBack() {
        fill(CLIENTS);
        Session session = sessions.getFirst();
        SlotRecall recall =
                recalls().stream()
                        .filter(one -> one.sessionId().equals(session.id()))
                        .findFirst()
                        .orElseThrow();
        long before = fixture.table.replyMemory().usedBytes();
        request(session, 0, 2, recall.target(), false);
        assertThat(session.highestSlotId()).isEqualTo(SLOTS - 1);
        request(session, 0, 3, recall.target(), false);
        assertThat(session.highestSlotId()).isLessThan(SLOTS - 1);
        assertThat(fixture.table.replyMemory().usedBytes()).isLessThan(before);
    }
}
