package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The slots of a session's backchannel as its client has them: each call is executed once, and no
 * sequence id may be skipped, used for another call, or used while the one before is not answered
 * (RFC 8881 sections 2.10.6.1 and 20.9). The client answers in its own way, or not at all.
 */
final class CallSlots {
    private static final class Slot {
        int sequenceId;
        Opaque operation = Opaque.EMPTY;
        @Nullable CallReply reply;
        boolean executing;
    }

    private final World world;
    private final SessionId session;
    private final Slot[] slots;
    private final BiFunction<CbSequenceArgs, CbArgOp, CbResOp> client;
    private final Runnable troubled;

    /** While not null, answers are kept back here. */
    private @Nullable List<Runnable> keptBack;

    /**
     * Slots that have not been used.
     *
     * @param client executes a call
     * @param troubled hears that a call will take longer than it should
     */
    CallSlots(
            World world,
            SessionId session,
            int count,
            BiFunction<CbSequenceArgs, CbArgOp, CbResOp> client,
            Runnable troubled) {
        this.world = world;
        this.session = session;
        this.client = client;
        this.troubled = troubled;
        slots = new Slot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot();
        }
    }

    int count() {
        return slots.length;
    }

    /** Keeps answers back from now on, or gives them if {@code to} is null. */
    void keepBack(@Nullable List<Runnable> to) {
        if (keptBack != null && to == null) {
            keptBack.forEach(Runnable::run);
        }
        keptBack = to;
    }

    void called(byte[] bytes, Consumer<CallReply> answer) {
        CbCompoundArgs compound = decode(bytes);
        CbSequenceArgs sequence = (CbSequenceArgs) compound.ops().getFirst();
        CbArgOp operation = compound.ops().getLast();
        if (!sequence.sessionId().equals(session)) {
            answer.accept(refusal(NfsStatus.BADSESSION));
            return;
        }
        if (compound.ops().size() != 2
                || sequence.slotId() >= slots.length
                || sequence.highestSlotId() >= slots.length
                || sequence.highestSlotId() < sequence.slotId()) {
            throw new SimFailure("a call out of bounds: " + sequence);
        }
        Slot slot = slots[sequence.slotId()];
        int distance = sequence.sequenceId() - slot.sequenceId;
        if (distance == 1) {
            callAnew(slot, sequence, operation, answer);
        } else if (distance == 0) {
            callAgain(slot, sequence, operation, answer);
        } else if (distance < 0) {
            world.happened(Incident.CALL_LATE);
            answer.accept(refusal(NfsStatus.SEQ_MISORDERED));
        } else {
            throw new SimFailure("a sequence id is skipped: " + sequence);
        }
    }

    private void callAgain(
            Slot slot, CbSequenceArgs sequence, CbArgOp operation, Consumer<CallReply> answer) {
        if (!slot.operation.equals(encoded(operation))) {
            throw new SimFailure("another call with the same sequence id: " + sequence);
        }
        if (slot.executing) {
            answer.accept(refusal(NfsStatus.DELAY));
        } else {
            world.happened(Incident.CALL_REPLAYED);
            answer.accept(Objects.requireNonNull(slot.reply));
        }
    }

    private void callAnew(
            Slot slot, CbSequenceArgs sequence, CbArgOp operation, Consumer<CallReply> answer) {
        if (slot.executing) {
            throw new SimFailure("the call before has not been answered: " + sequence);
        }
        if (world.fault(40)) {
            world.happened(Incident.CALL_REFUSED);
            troubled.run();
            answer.accept(refusal(NfsStatus.DELAY));
            return;
        }
        if (world.fault(60)) {
            world.happened(Incident.CALL_FAILED);
            troubled.run();
            answer.accept(CallReply.Failure.FAILED);
            return;
        }
        world.happened(Incident.CALL_EXECUTED);
        CbResOp result = client.apply(sequence, operation);
        CbSequenceResOk ok =
                new CbSequenceResOk(
                        session,
                        sequence.sequenceId(),
                        sequence.slotId(),
                        slots.length - 1,
                        slots.length - 1);
        CallReply reply =
                new CallReply.Results(
                        new CbCompoundRes(result.status(), Opaque.EMPTY, List.of(ok, result)));
        slot.sequenceId = sequence.sequenceId();
        slot.operation = encoded(operation);
        slot.reply = reply;
        answer(slot, reply, answer);
    }

    private void answer(Slot slot, CallReply reply, Consumer<CallReply> answer) {
        if (keptBack != null) {
            slot.executing = true;
            keptBack.add(() -> {
                slot.executing = false;
                answer.accept(reply);
            });
        } else if (world.fault(30)) {
            world.happened(Incident.CALL_DAWDLED);
            troubled.run();
            slot.executing = true;
            world.schedule.after(
                    world.between(500, 12_000),
                    () -> {
                        slot.executing = false;
                        answer.accept(reply);
                    });
        } else if (world.fault(60)) {
            world.happened(Incident.CALL_IGNORED);
            troubled.run();
        } else {
            answer.accept(reply);
            if (world.fault(30)) {
                world.happened(Incident.CALL_ANSWERED_TWICE);
                answer.accept(reply);
            }
        }
    }

    static CallReply refusal(NfsStatus status) {
        CbResOp result = new CbStatusOnly(CallbackOperation.CB_SEQUENCE, status);
        return new CallReply.Results(new CbCompoundRes(status, Opaque.EMPTY, List.of(result)));
    }

    private static Opaque encoded(CbArgOp operation) {
        XdrWriter out = new XdrWriter();
        operation.encode(out);
        return Opaque.of(out.toByteArray());
    }

    private static CbCompoundArgs decode(byte[] bytes) {
        try {
            return CbCompoundArgs.decode(new XdrReader(bytes));
        } catch (XdrException e) {
            throw new SimFailure("a call does not decode: " + e.getMessage());
        }
    }
}
