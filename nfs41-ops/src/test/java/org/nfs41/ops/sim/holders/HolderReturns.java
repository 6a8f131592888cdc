package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.nio.ByteBuffer;
import java.util.List;

/** How a client returns what it holds: what it has kept back goes first. */
final class HolderReturns {
    private final Holder holder;

    HolderReturns(Holder holder) {
        this.holder = holder;
    }

    /** It is told to return one, and does it at once, later or never. */
    void recalled(Held one) {
        if (one.recalled) {
            return;
        }
        one.recalled = true;
        World world = holder.world;
        int mood = world.below(10);
        if (mood == 0 && world.fault(1)) {
            world.happened(Incident.KEPT);
            return;
        }
        int longest = mood < 7 || !world.fault(1) ? 300 : 22_000;
        world.schedule.after(world.between(0, longest), () -> giveBack(one));
    }

    /** Writes what was held back, and returns it. */
    void giveBack(Held one) {
        if (holder.held.get(one.id) != one || one.returning) {
            return;
        }
        one.returning = true;
        if (holder.world.below(4) == 0 && one.kind != DelegationKind.DIRECTORY) {
            claim(one);
        }
        goOn(one);
    }

    /** Opens that it has made by itself have the server know of them first. */
    private void claim(Held one) {
        OpenArgs open =
                new OpenArgs(
                        0,
                        OpenShare.ACCESS_READ,
                        OpenShare.DENY_NONE,
                        new OpenOwner(0, Opaque.utf8("claimer")),
                        new OpenFlag.NoCreate(),
                        new OpenClaim.DelegCurFh(one.id));
        holder.perform(
                List.of(new PutFhArgs(one.handle), open),
                reply -> {
                    if (HolderIo.last(reply) instanceof OpenResOk opened) {
                        holder.world.happened(Incident.CLAIMED);
                        holder.closesLater(one.handle, opened.stateId().withSeqid(0));
                    }
                });
    }

    private void goOn(Held one) {
        one.cached = false;
        flush(
                one,
                () ->
                        holder.perform(
                                List.of(new PutFhArgs(one.handle), new DelegReturnArgs(one.id)),
                                reply -> {
                                    if (reply == null) {
                                        return;
                                    }
                                    if (reply.status().isOk()) {
                                        holder.world.happened(Incident.RETURNED);
                                        holder.held.remove(one.id);
                                    } else {
                                        holder.lose(one);
                                    }
                                }));
    }

    /** What was under way when a session was lost begins once more. */
    void goOn() {
        for (Held one : List.copyOf(holder.held.values())) {
            if (one.returning) {
                goOn(one);
            }
        }
    }

    /** Has the server know what was held back, one write after the other. */
    void flush(Held one, Runnable then) {
        one.whenFlushed.add(then);
        if (!one.flushing) {
            flushOn(one);
        }
    }

    private void flushOn(Held one) {
        Content.Write write = one.dirty;
        one.flushing = write != null;
        if (write == null) {
            List<Runnable> waiting = List.copyOf(one.whenFlushed);
            one.whenFlushed.clear();
            waiting.forEach(Runnable::run);
            return;
        }
        holder.perform(
                List.of(
                        new PutFhArgs(one.handle),
                        new WriteArgs(one.id, 0, StableHow.FILE_SYNC, data(write))),
                reply -> {
                    if (holder.held.get(one.id) == one) {
                        flushed(one, write, reply);
                    }
                });
    }

    private void flushed(Held one, Content.Write write, @Nullable CompoundRes reply) {
        if (reply == null) {
            one.flushing = false;
            one.whenFlushed.clear();
        } else if (reply.status().isOk()) {
            holder.content.flushed(one.id, write);
            one.words = Math.max(one.words, write.value);
            one.dirty = one.dirty == write ? null : one.dirty;
            flushOn(one);
        } else if (Wiretap.isLoss(reply.status()) || reply.status().equals(NfsStatus.STALE)) {
            holder.lose(one);
        }
    }

    /** A value at the beginning of as many words. */
    static Opaque data(Content.Write write) {
        return Opaque.of(
                ByteBuffer.allocate((int) write.value * Long.BYTES)
                        .putLong(0, write.value)
                        .array());
    }
}
