package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.PutRootFhArgs;

import java.util.List;

/** What a client does under its delegations without asking the server. */
final class HolderCache {
    private final Holder holder;
    private final World world;
    private final Names names;
    private final Content content;
    private final HolderIo io;

    HolderCache(Holder holder, HolderIo io) {
        this.holder = holder;
        this.io = io;
        world = holder.world;
        names = holder.names;
        content = holder.content;
    }

    /** Uses a delegation: there must be nothing newer than what it has. */
    void use(Held one) {
        if (one.returning || one.mirror != null || holder.isChanging(one.file)) {
            return;
        }
        boolean inForce = holder.ledger.isInForce(one.id);
        if (!inForce) {
            world.happened(Incident.LATE_USE);
        }
        if (one.kind == DelegationKind.WRITE && world.below(2) == 0) {
            holdBack(one, inForce);
        } else if (!one.cached) {
            fill(one);
        } else if (inForce && one.kind == DelegationKind.DIRECTORY) {
            world.happened(Incident.CACHED_LOOKUP);
            names.seen(one.value, names.newest(), holder);
        } else if (inForce) {
            world.happened(Incident.CACHED_READ);
            content.read(one.file, one.value, world.schedule.now(), holder);
        }
    }

    private void holdBack(Held one, boolean inForce) {
        Content.Write write = content.begin(one.file, false);
        if (inForce) {
            world.happened(Incident.HELD_WRITE);
            content.heldBack(one.id, write);
        }
        one.dirty = write;
        one.written = true;
        one.cached = true;
        one.value = write.value;
        if (world.below(4) == 0) {
            holder.returns.flush(one, () -> {});
        }
    }

    private void fill(Held one) {
        if (one.kind == DelegationKind.DIRECTORY) {
            long least = names.newest();
            int generation = holder.generation(one.file);
            holder.perform(
                    List.of(new PutRootFhArgs(), Seen.ASK),
                    reply -> {
                        if (HolderIo.last(reply) instanceof GetAttrResOk attributes) {
                            long change = Seen.of(attributes).change();
                            names.seen(change, least, holder);
                            holder.keep(one, change, generation);
                        }
                    });
        } else {
            io.read(one.handle, one.id, one);
        }
    }
}
