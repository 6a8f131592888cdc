package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.Session;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.Effect;
import org.nfs41.state.open.DelegationConflicts;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.NfsSpaceLimit;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenReadDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenWriteDelegation;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Flaws of a server in what it answers, and in what it lets happen meanwhile. */
final class ReplyFlaws {
    private static final NfsAce NOBODY = new NfsAce(AceType.ACCESS_ALLOWED, 0, 0, Opaque.EMPTY);

    private ReplyFlaws() {}

    /** {@link PlantedFault#OWN_RECALLED}. */
    static final class Ungrateful extends Flaw {
        private final Map<SessionId, Map<FileHandle, StateId>> given = new HashMap<>();

        @Override
        CompoundRes answered(CompoundArgs request, CompoundRes reply, HolderServer server) {
            if (!(request.ops().getFirst() instanceof SequenceArgs sequence)) {
                return reply;
            }
            Map<FileHandle, StateId> own =
                    given.computeIfAbsent(sequence.sessionId(), id -> new HashMap<>());
            OpenResOk open = opened(reply);
            StateId id = open == null ? null : Wiretap.stateId(open.delegation());
            FileHandle handle = opened(reply) == null ? null : handle(reply);
            if (id != null && handle != null) {
                own.put(handle.detach(), id);
            }
            ArgOp last = request.ops().getLast();
            boolean changes = last instanceof SetAttrArgs || last instanceof WriteArgs;
            StateId held =
                    changes && request.ops().get(1) instanceof PutFhArgs(FileHandle fh)
                            ? own.remove(fh)
                            : null;
            Session session =
                    server.clients.find(sequence.sessionId().high(), sequence.sessionId().low());
            if (held != null && session != null) {
                FileHandle fh = ((PutFhArgs) request.ops().get(1)).object().detach();
                server.caller.call(
                        session.client().clientId(),
                        new ClientCall(new CbRecallArgs(held, false, fh), null),
                        outcome -> {});
            }
            return reply;
        }
    }

    /** {@link PlantedFault#CONFLICTING_ONE_GIVEN}: every tenth open gets one. */
    static final class Generous extends Flaw {
        private int opens;

        @Override
        CompoundRes answered(CompoundArgs request, CompoundRes reply, HolderServer server) {
            OpenResOk open = opened(reply);
            if (open == null || Wiretap.kind(open.delegation()) != null || ++opens % 10 != 0) {
                return reply;
            }
            return with(
                    reply,
                    new OpenDelegation.Write(
                            new OpenWriteDelegation(
                                    new StateId(1, opens, 0),
                                    false,
                                    new NfsSpaceLimit.Size(0),
                                    NOBODY)));
        }
    }

    /** {@link PlantedFault#GIVEN_WHILE_RECALLED}. */
    static final class Inviting extends Flaw {
        private final Map<StateId, FileHandle> recalled = new HashMap<>();
        private int count;

        @Override
        Effect.Send sent(Effect.Send send) {
            if (send.compound().ops().getLast() instanceof CbRecallArgs recall) {
                recalled.put(recall.stateId(), recall.fh());
            }
            return send;
        }

        @Override
        CompoundRes answered(CompoundArgs request, CompoundRes reply, HolderServer server) {
            if (request.ops().getLast() instanceof DelegReturnArgs(StateId id)) {
                recalled.remove(id);
            }
            OpenResOk open = opened(reply);
            FileHandle handle = open == null ? null : handle(reply);
            boolean given = open != null && Wiretap.kind(open.delegation()) != null;
            if (handle == null || given || !recalled.containsValue(handle)) {
                return reply;
            }
            return with(
                    reply,
                    new OpenDelegation.Read(
                            new OpenReadDelegation(new StateId(1, ++count, 0), false, NOBODY)));
        }
    }

    /** {@link PlantedFault#LOSS_NOT_TOLD}. */
    static final class Secretive extends Flaw {
        @Override
        CompoundRes answered(CompoundArgs request, CompoundRes reply, HolderServer server) {
            if (!(reply.results().getFirst() instanceof SequenceResOk sequence)) {
                return reply;
            }
            List<ResOp> results = new ArrayList<>(reply.results());
            results.set(
                    0,
                    new SequenceResOk(
                            sequence.sessionId(),
                            sequence.sequenceId(),
                            sequence.slotId(),
                            sequence.highestSlotId(),
                            sequence.targetHighestSlotId(),
                            sequence.statusFlags() & ~Ledger.TELLS_OF_LOSS));
            return new CompoundRes(reply.status(), reply.tag(), results);
        }
    }

    /** {@link PlantedFault#GIVEN_BETWEEN_CHECK_AND_ACT}. */
    static final class Racing extends Flaw {
        @Override
        void whileBusy(DelegationConflicts<FileRef> conflicts, Runnable pass) {
            OpenedTables.withNothingUnderway(conflicts, pass);
        }
    }

    private static @Nullable OpenResOk opened(CompoundRes reply) {
        for (ResOp result : reply.results()) {
            if (result instanceof OpenResOk open) {
                return open;
            }
        }
        return null;
    }

    private static @Nullable FileHandle handle(CompoundRes reply) {
        for (ResOp result : reply.results()) {
            if (result instanceof GetFhResOk(FileHandle handle)) {
                return handle;
            }
        }
        return null;
    }

    private static CompoundRes with(CompoundRes reply, OpenDelegation delegation) {
        List<ResOp> results = new ArrayList<>();
        for (ResOp result : reply.results()) {
            results.add(
                    result instanceof OpenResOk open
                            ? new OpenResOk(
                                    open.stateId(),
                                    open.cinfo(),
                                    open.rflags(),
                                    open.attrSet(),
                                    delegation)
                            : result);
        }
        return new CompoundRes(reply.status(), reply.tag(), results);
    }
}
