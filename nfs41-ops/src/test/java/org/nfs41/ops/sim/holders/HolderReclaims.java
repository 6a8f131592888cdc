package org.nfs41.ops.sim.holders;

import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How a client whose client id is gone gets its delegations back, if it can (RFC 8881 sections
 * 8.4.2 and 10.2.1): until then it neither uses nor returns them, but keeps what it has of the
 * files.
 */
final class HolderReclaims {
    private final Holder holder;
    private final Deque<Held> lost = new ArrayDeque<>();

    HolderReclaims(Holder holder) {
        this.holder = holder;
    }

    /** What it held is lost for now; of directories for good. */
    void lost(List<Held> held) {
        for (Held one : held) {
            if (one.kind == DelegationKind.DIRECTORY) {
                holder.content.lost(one.id);
            } else {
                lost.add(one);
            }
        }
    }

    /** Whether there is something to reclaim: until then it does nothing else. */
    boolean areUnderWay() {
        return !lost.isEmpty();
    }

    /** The client has died. */
    void giveUp() {
        lost.forEach(one -> holder.content.lost(one.id));
        lost.clear();
    }

    /** Reclaims one after the other. A lost session ends this, and the next one goes on. */
    void reclaim(Runnable then) {
        Held next = lost.peek();
        if (next == null) {
            then.run();
            return;
        }
        OpenDelegationType type =
                next.kind == DelegationKind.WRITE
                        ? OpenDelegationType.WRITE
                        : OpenDelegationType.READ;
        OpenArgs open =
                new OpenArgs(
                        0,
                        OpenShare.ACCESS_READ,
                        OpenShare.DENY_NONE,
                        new OpenOwner(0, Opaque.utf8("reclaimer")),
                        new OpenFlag.NoCreate(),
                        new OpenClaim.Previous(type));
        holder.perform(
                List.of(new PutFhArgs(next.handle), open, Seen.ASK),
                reply -> {
                    if (reply != null) {
                        lost.remove(next);
                        reclaimed(next, reply);
                        reclaim(then);
                    }
                });
    }

    private void reclaimed(Held old, CompoundRes reply) {
        if (reply.results().size() < 4
                || !(reply.results().get(2) instanceof OpenResOk opened)
                || !(HolderIo.last(reply) instanceof GetAttrResOk attributes)) {
            refused(old);
            return;
        }
        holder.closesLater(old.handle, opened.stateId().withSeqid(0));
        StateId id = Wiretap.stateId(opened.delegation());
        if (id == null || Wiretap.kind(opened.delegation()) != old.kind) {
            refused(old);
            return;
        }
        holder.world.happened(Incident.RECLAIMED);
        Seen seen = Seen.of(attributes);
        Held one = new Held(id, old.kind, old.handle, seen.change(), seen.words());
        one.cached = old.cached;
        one.value = old.value;
        one.dirty = old.dirty;
        one.written = old.dirty != null;
        holder.content.moved(old.id, id);
        holder.held.put(id, one);
        if (old.returning) {
            holder.returns.giveBack(one);
        } else if (old.recalled || Wiretap.isRecalled(opened.delegation())) {
            holder.returns.recalled(one);
        }
    }

    private void refused(Held old) {
        holder.world.happened(Incident.RECLAIM_REFUSED);
        holder.content.lost(old.id);
    }
}
