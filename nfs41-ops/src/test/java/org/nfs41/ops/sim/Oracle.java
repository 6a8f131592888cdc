package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimRequest.SlotKey;
import org.nfs41.state.ClientTable;
import org.nfs41.state.ReplyMemory;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.NfsStatus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows what every request deserves and looks at each reply as it leaves the server, whether it
 * arrives or not (RFC 8881 sections 2.10.6.1 and 2.10.6.2). That no operation takes effect twice is
 * seen where it would happen, in {@link SimOperations}; that the clients know what has taken effect
 * is seen at the end, in {@link Simulation}.
 */
final class Oracle {
    /**
     * A slot when a request came.
     *
     * @param told the request's sa_highest_slotid
     * @param enforced the highest slot that new requests are let in on
     */
    record SlotView(int sequenceId, boolean inProgress, boolean retired, int told, int enforced) {
        /** Whether a request with that sequence id is a new one. */
        boolean letsIn(int next) {
            return !inProgress && (next == sequenceId + 1 || (retired && next == 1));
        }

        /** Whether this is what another view saw, whatever slots may be used now. */
        boolean sameSlot(SlotView other) {
            return sequenceId == other.sequenceId
                    && inProgress == other.inProgress
                    && retired == other.retired;
        }
    }

    private static final SlotView NO_SESSION = new SlotView(0, false, false, 0, 0);

    /** The part of the memory for replies that is left to first slots. */
    private static final int FIRST_SLOT_PART = 16;

    private final World world;
    private final ClientTable clients;
    private final SimOperations operations;

    /** The last request that was answered as executed, by slot. */
    private final Map<SlotKey, SimRequest> executed = new HashMap<>();

    Oracle(World world, ClientTable clients, SimOperations operations) {
        this.world = world;
        this.clients = clients;
        this.operations = operations;
    }

    /** The request's slot as it is now that this copy of the request comes, or has come. */
    SlotView look(SimRequest request, byte[] message) {
        Session session = session(request);
        Slot slot = session == null ? null : session.slot(request.sequence.slotId());
        return session == null || slot == null
                ? NO_SESSION
                : new SlotView(
                        slot.sequenceId(),
                        slot.isInProgress(),
                        slot.isRetired(),
                        SimRequest.told(message),
                        session.highestSlotId());
    }

    /** Fails if the reply is not what a request deserves that has found its slot like that. */
    void judge(SimRequest request, byte[] message, SlotView before, byte[] bytes) {
        SimReply reply = SimReply.of(request, bytes);
        SlotView after = look(request, message);
        world.log(request, " answered ", reply.sequence(), ", ", reply.status());
        if (reply.sequence().isOk()) {
            judgeExecuted(request, reply, before, after, bytes);
        } else {
            // RFC 8881 section 2.10.6.1.2; only who is told that a slot is none has none.
            boolean retires = reply.sequence().equals(NfsStatus.BADSLOT) && after.retired();
            expect(retires || before.sameSlot(after), request, reply, "changed its slot");
            judgeRefused(request, reply.sequence(), before);
        }
    }

    private void judgeExecuted(
            SimRequest request, SimReply reply, SlotView before, SlotView after, byte[] bytes) {
        int sequenceId = request.sequence.sequenceId();
        expect(
                after.sequenceId() == sequenceId
                        && !after.inProgress()
                        && after.retired() == (before.retired() && isRetry(request)),
                request,
                reply,
                "left its slot in another state");
        byte[] blanked = SimReply.blanked(bytes);
        byte[] first = request.firstReply;
        if (first == null) {
            judgeFirst(request, reply, before);
            request.firstReply = blanked;
            return;
        }
        expect(before.sameSlot(after), request, reply, "was executed before, and changed its slot");
        if (reply.uncached() && before.retired()) {
            world.happened(Happening.RETIRED_REPLAY);
        } else if (reply.uncached() && !request.sequence.cacheThis()) {
            world.happened(Happening.UNCACHED_REPLAY);
        } else {
            world.happened(Happening.REPLAY);
            expect(Arrays.equals(first, blanked), request, reply, "differs from the first reply");
        }
    }

    private void judgeFirst(SimRequest request, SimReply reply, SlotView before) {
        int sequenceId = request.sequence.sequenceId();
        expect(before.letsIn(sequenceId), request, reply, "skipped sequence ids");
        SimRequest last = executed.put(request.slotKey(), request);
        expect(
                last == null
                        || last.sequence.sequenceId() + 1 == sequenceId
                        || (before.retired() && sequenceId == 1),
                request,
                reply,
                "was executed out of order");
        if (request.about == null) {
            int effects = operations.effects(request.id);
            expect(effects == reply.effects(), request, reply, "tells of other effects");
        }
        if (sequenceId == 0) {
            world.happened(Happening.WRAPPED);
        }
        countEnding(reply.status());
    }

    private void countEnding(NfsStatus status) {
        if (status.equals(NfsStatus.NOENT)) {
            world.happened(Happening.OPERATION_FAILED);
        } else if (status.equals(NfsStatus.REP_TOO_BIG)
                || status.equals(NfsStatus.REP_TOO_BIG_TO_CACHE)) {
            world.happened(Happening.TOO_BIG);
        }
    }

    private void judgeRefused(SimRequest request, NfsStatus status, SlotView before) {
        int distance = request.sequence.sequenceId() - before.sequenceId();
        SimRequest last = executed.get(request.slotKey());
        boolean deserved;
        if (status.equals(NfsStatus.BADSESSION)) {
            deserved = slot(request) == null;
        } else if (status.equals(NfsStatus.DELAY)) {
            boolean inProgress = distance == 0 && before.inProgress();
            world.happened(inProgress ? Happening.IN_PROGRESS : Happening.NO_MEMORY);
            deserved = inProgress || hasToWait(request, before);
        } else if (status.equals(NfsStatus.SEQ_FALSE_RETRY)) {
            world.happened(Happening.FALSE_RETRY);
            deserved = distance == 0 && !before.inProgress() && last != null && last != request;
        } else if (status.equals(NfsStatus.SEQ_MISORDERED)) {
            world.happened(Happening.MISORDERED);
            boolean next = before.letsIn(request.sequence.sequenceId()) && !isRetry(request);
            deserved = !next && (distance != 0 || last == null);
        } else {
            int refused =
                    status.equals(NfsStatus.BADSLOT) ? request.sequence.slotId() : before.told();
            boolean ofSlots =
                    status.equals(NfsStatus.BADSLOT) || status.equals(NfsStatus.BAD_HIGH_SLOT);
            deserved =
                    ofSlots
                            && refused > before.enforced()
                            && before.letsIn(request.sequence.sequenceId())
                            && !isRetry(request);
        }
        if (!deserved) {
            throw new SimFailure(request + " did not deserve " + status + " at " + before);
        }
    }

    /** Whether it has been executed before. */
    private static boolean isRetry(SimRequest request) {
        return request.firstReply != null;
    }

    private boolean hasToWait(SimRequest request, SlotView before) {
        Slot slot = slot(request);
        ReplyMemory memory = clients.replyMemory();
        long reserved = memory.budgetBytes() / FIRST_SLOT_PART;
        long free = memory.budgetBytes() - memory.usedBytes();
        return slot != null
                && before.letsIn(request.sequence.sequenceId())
                && request.sequence.cacheThis()
                && free + slot.bufferBytes() <= (request.sequence.slotId() == 0 ? 0 : reserved);
    }

    private @Nullable Slot slot(SimRequest request) {
        Session session = session(request);
        return session == null ? null : session.slot(request.sequence.slotId());
    }

    private @Nullable Session session(SimRequest request) {
        return clients.find(
                request.sequence.sessionId().high(), request.sequence.sessionId().low());
    }

    private static void expect(
            boolean holds, SimRequest request, SimReply reply, String otherwise) {
        if (!holds) {
            throw new SimFailure(request + ", answered " + reply.status() + ", " + otherwise);
        }
    }
}
