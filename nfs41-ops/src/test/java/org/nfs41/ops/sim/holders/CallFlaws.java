package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Flaws of a server in calling its clients. */
final class CallFlaws {
    private CallFlaws() {}

    /** {@link PlantedFault#TAKEN_TOO_EARLY}. */
    static final class Hasty extends Flaw {
        @Override
        long patience() {
            return World.LEASE / 3;
        }
    }

    /** {@link PlantedFault#HOLDER_FORGOTTEN}: all recalls of a file at one time are for one. */
    static final class Forgetful extends Flaw {
        private @Nullable FileHandle last;
        private long lastAt;

        @Override
        @Nullable CallOutcome instead(ClientCall call, long now) {
            if (!(call.operation() instanceof CbRecallArgs recall)) {
                return null;
            }
            boolean another = recall.fh().equals(last) && lastAt == now;
            last = recall.fh();
            lastAt = now;
            return another ? HEARD : null;
        }
    }

    /** {@link PlantedFault#WAITING_CALL_DROPPED}. */
    static final class Careless extends Flaw {
        @Override
        CallReply replied(Effect.Send send, CallReply reply) {
            return reply == CallReply.Failure.LOST ? obeyed(send) : reply;
        }

        private static CallReply obeyed(Effect.Send send) {
            CbSequenceArgs sequence = (CbSequenceArgs) send.compound().ops().getFirst();
            CbSequenceResOk ok =
                    new CbSequenceResOk(
                            sequence.sessionId(),
                            sequence.sequenceId(),
                            sequence.slotId(),
                            sequence.slotId(),
                            sequence.slotId());
            CbStatusOnly done =
                    new CbStatusOnly(send.compound().ops().getLast().op(), NfsStatus.OK);
            return new CallReply.Results(
                    new CbCompoundRes(NfsStatus.OK, Opaque.EMPTY, List.of(ok, done)));
        }
    }

    /** {@link PlantedFault#SEQUENCE_ID_REUSED}: from a slot's third call on. */
    static final class Repeating extends Flaw {
        @Override
        Effect.Send sent(Effect.Send send) {
            CbSequenceArgs it = (CbSequenceArgs) send.compound().ops().getFirst();
            return it.sequenceId() < 3
                    ? send
                    : resequenced(send, it.sequenceId() - 1, it.referringCallLists());
        }
    }

    /** {@link PlantedFault#REFERRING_CALLS_LEFT_OUT}. */
    static final class Overtaking extends Flaw {
        @Override
        Effect.Send sent(Effect.Send send) {
            CbSequenceArgs it = (CbSequenceArgs) send.compound().ops().getFirst();
            return resequenced(send, it.sequenceId(), List.of());
        }
    }

    private static Effect.Send resequenced(
            Effect.Send send, int sequenceId, List<ReferringCallList> referring) {
        CbCompoundArgs compound = send.compound();
        CbSequenceArgs it = (CbSequenceArgs) compound.ops().getFirst();
        CbArgOp sequence =
                new CbSequenceArgs(
                        it.sessionId(),
                        sequenceId,
                        it.slotId(),
                        it.highestSlotId(),
                        it.cacheThis(),
                        referring);
        CbCompoundArgs changed =
                new CbCompoundArgs(
                        compound.tag(),
                        compound.minorVersion(),
                        compound.callbackIdent(),
                        List.of(sequence, compound.ops().getLast()));
        return new Effect.Send(
                send.connectionId(), send.attempt(), send.program(), send.security(), changed);
    }

    /** {@link PlantedFault#SLOT_NEVER_FREED}: after a slot's first calls nothing is heard on it. */
    static final class Deaf extends Flaw {
        @Override
        @Nullable CallReply replied(Effect.Send send, CallReply reply) {
            CbSequenceArgs sequence = (CbSequenceArgs) send.compound().ops().getFirst();
            return sequence.sequenceId() < 4 ? reply : null;
        }
    }

    /** {@link PlantedFault#NOTIFICATION_DROPPED}: every fifth. */
    static final class Omitting extends Flaw {
        private int count;

        @Override
        @Nullable CallOutcome instead(ClientCall call, long now) {
            boolean omitted = call.operation() instanceof CbNotifyArgs && ++count % 5 == 0;
            return omitted
                    ? new CallOutcome.Answered(
                            new CbStatusOnly(call.operation().op(), NfsStatus.OK))
                    : null;
        }
    }

    /** {@link PlantedFault#POINTLESS_CALL_SENT}. */
    static final class Stubborn extends Flaw {
        @Override
        ClientCall asked(ClientCall call) {
            return new ClientCall(call.operation(), call.cause());
        }
    }

    /** {@link PlantedFault#HOLDER_NOT_ASKED}: whatever it is, a file has no content. */
    static final class Inventive extends Flaw {
        private final Map<FileHandle, Long> changes = new HashMap<>();

        @Override
        @Nullable CallOutcome instead(ClientCall call, long now) {
            if (!(call.operation() instanceof CbGetAttrArgs ask)) {
                return null;
            }
            return new CallOutcome.Answered(
                    new CbGetAttrResOk(
                            AttributeSet.EMPTY
                                    .with(
                                            AttributeType.CHANGE,
                                            changes.merge(ask.fh(), 1L, Long::sum))
                                    .with(AttributeType.SIZE, 0L)
                                    .toFileAttributes()));
        }
    }
}
