package org.nfs41.ops.sim.holders;

import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.PutFhArgs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client does when it is called. */
final class HolderCalls {
    private final Holder holder;

    /** Notifications that have overtaken the reply with the delegation. */
    private final Map<StateId, List<CbNotifyArgs>> early = new HashMap<>();

    HolderCalls(Holder holder) {
        this.holder = holder;
    }

    CbResOp called(CbSequenceArgs sequence, CbArgOp operation) {
        CbResOp result = execute(sequence, operation);
        holder.world.log(holder, " is called: ", result.status(), " ", operation);
        return result;
    }

    private CbResOp execute(CbSequenceArgs sequence, CbArgOp operation) {
        return switch (operation) {
            case CbRecallArgs recall -> recall(sequence, recall);
            case CbGetAttrArgs ask -> attributes(ask);
            case CbPushDelegArgs push -> pushed(push);
            case CbWantsCancelledArgs cancelled -> {
                holder.world.happened(Incident.WANT_CANCELLED);
                yield status(operation, NfsStatus.OK);
            }
            case CbNotifyArgs notification -> {
                holder.world.happened(Incident.NOTIFIED);
                Held one = holder.held.get(notification.stateId());
                if (one != null && one.mirror != null) {
                    one.mirror.apply(notification);
                } else {
                    early.computeIfAbsent(notification.stateId(), id -> new ArrayList<>())
                            .add(notification);
                }
                yield status(operation, NfsStatus.OK);
            }
            default -> status(operation, NfsStatus.OK);
        };
    }

    private CbResOp recall(CbSequenceArgs sequence, CbRecallArgs recall) {
        Held one = holder.held.get(recall.stateId());
        if (one != null) {
            holder.world.happened(Incident.RECALLED);
            holder.ledger.recallCame(recall.stateId());
            holder.returns.recalled(one);
            return status(recall, NfsStatus.OK);
        }
        holder.world.happened(Incident.RECALL_UNKNOWN);
        if (awaitsCause(sequence)) {
            return status(recall, NfsStatus.DELAY);
        }
        // it has been returned, or its giving was lost with a session
        holder.ledger.recallCame(recall.stateId());
        holder.unknown.add(recall.stateId());
        return status(recall, NfsStatus.BAD_STATEID);
    }

    /** Whether the call is about what a reply tells that has not come yet (section 2.10.6.3). */
    private boolean awaitsCause(CbSequenceArgs sequence) {
        HolderSession session = holder.link.session();
        for (ReferringCallList list : sequence.referringCallLists()) {
            for (ReferringCall call : list.referringCalls()) {
                if (session != null
                        && list.sessionId().equals(session.id())
                        && session.awaits(call.slotId(), call.sequenceId())) {
                    return true;
                }
            }
        }
        return false;
    }

    private CbResOp attributes(CbGetAttrArgs ask) {
        holder.world.happened(Incident.ASKED);
        Held one = holder.of(Wiretap.fileOf(ask.fh()));
        if (one == null || one.words < 0 || holder.world.fault(15)) {
            return status(ask, NfsStatus.BADHANDLE);
        }
        long words = one.dirty == null ? one.words : Math.max(one.words, one.dirty.value);
        return new CbGetAttrResOk(
                AttributeSet.EMPTY
                        .with(AttributeType.CHANGE, one.change + (one.written ? 1 : 0))
                        .with(AttributeType.SIZE, words * Long.BYTES)
                        .toFileAttributes());
    }

    private CbResOp pushed(CbPushDelegArgs push) {
        var id = Wiretap.stateId(push.delegation());
        if (id != null && holder.held.containsKey(id)) {
            return status(push, NfsStatus.OK);
        }
        if (holder.world.fault(5) || holder.of(Wiretap.fileOf(push.fh())) != null) {
            holder.world.happened(Incident.PUSH_REFUSED);
            boolean later = holder.world.below(2) == 0;
            if (id != null) {
                holder.ledger.returned(id);
            }
            return status(push, later ? NfsStatus.DELAY : NfsStatus.REJECT_DELEG);
        }
        holder.world.happened(Incident.PUSHED);
        holder.given(id, Wiretap.kind(push.delegation()), push.fh(), Seen.NOTHING);
        Held one = id == null ? null : holder.held.get(id);
        if (one != null) {
            holder.ledger.accepted(one.id);
            learn(one);
        }
        return status(push, NfsStatus.OK);
    }

    /** A directory's delegation has come with its listing; notifications may have come before. */
    void mirrors(Held one, Mirror mirror) {
        one.mirror = mirror;
        early.getOrDefault(one.id, List.of()).forEach(mirror::apply);
    }

    /** What a file is like that has been delegated by a call, nobody has told. */
    private void learn(Held one) {
        holder.perform(
                List.of(new PutFhArgs(one.handle), Seen.ASK),
                reply -> {
                    if (reply != null
                            && reply.results().getLast() instanceof GetAttrResOk attributes) {
                        Seen seen = Seen.of(attributes);
                        one.change = seen.change();
                        one.words = Math.max(one.words, seen.words());
                    }
                });
    }

    private static CbResOp status(CbArgOp operation, NfsStatus status) {
        return new CbStatusOnly(operation.op(), status);
    }
}
