package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether a client can still be called on all its slots: calls it once for each and once
 * more, keeps the answers back, and sees how many have come.
 */
final class SlotProbe {
    private final World world;
    private final HolderServer server;
    private final Holder holder;
    private int answered;

    SlotProbe(World world, HolderServer server, Holder holder) {
        this.world = world;
        this.server = server;
        this.holder = holder;
    }

    void run() {
        CallSlots slots = holder.link.calls();
        if (slots == null || !server.caller.reachable(holder.link.clientId())) {
            return;
        }
        List<Runnable> keptBack = new ArrayList<>();
        slots.keepBack(keptBack);
        ClientCall call = new ClientCall(new CbWantsCancelledArgs(false, false), null);
        for (int i = 0; i <= slots.count(); i++) {
            server.caller.call(holder.link.clientId(), call, this::heard);
        }
        world.schedule.pass(2000 * World.MILLI);
        if (keptBack.size() != slots.count()) {
            throw new SimFailure(
                    "%s has %d slots for calls, and can be called on %d"
                            .formatted(holder, slots.count(), keptBack.size()));
        }
        slots.keepBack(null);
        world.schedule.pass(2000 * World.MILLI);
        if (answered != slots.count() + 1) {
            throw new SimFailure(holder + " has answered, and the server has not heard it");
        }
    }

    private void heard(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered) {
            answered++;
        }
    }
}
