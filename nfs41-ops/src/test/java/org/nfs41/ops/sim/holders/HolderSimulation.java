package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.Tally;
import org.nfs41.ops.sim.World;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One run: clients, network and server, all from one seed, until all clients have gone. */
final class HolderSimulation {
    private static final int MOST_CLIENTS = 4;
    private static final long SECOND = 1000 * World.MILLI;
    private static final long TEND = World.LEASE / 10;

    /** Longer than any operation may be told to come again, and a partition besides. */
    private static final int MOST_SECONDS = 300;

    private final World world;
    private final HolderServer server;
    private final List<Holder> holders = new ArrayList<>();
    private final List<HolderActs> acts = new ArrayList<>();
    private int left;

    /** How often the server will restart. */
    private int restarts;

    private HolderSimulation(long seed, int actions, Flaw flaw, @Nullable StringBuilder log) {
        world = new World(seed, Incident.values(), log);
        left = actions;
        Content content = new Content(world);
        Names names = new Names();
        server = new HolderServer(world, content, flaw);
        restarts = Math.max(0, world.below(4) - 1);
        int count = 2 + world.below(MOST_CLIENTS - 1);
        for (int i = 0; i < count; i++) {
            Holder holder = new Holder(world, server, content, names, 1000 + i);
            holders.add(holder);
            acts.add(new HolderActs(holder));
        }
    }

    /**
     * Runs a seed.
     *
     * @param actions how much the clients do together
     * @param log takes one line per event; null for none
     * @return what happened
     * @throws SimFailure if anything is wrong
     */
    static Tally run(long seed, int actions, Flaw flaw, @Nullable StringBuilder log) {
        HolderSimulation simulation = new HolderSimulation(seed, actions, flaw, log);
        simulation.work();
        simulation.settle();
        simulation.probe();
        simulation.leave();
        return simulation.world.tally;
    }

    private void work() {
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).link.begin();
            HolderActs does = acts.get(i);
            Holder holder = holders.get(i);
            world.schedule.after(world.between(10, 1000), () -> act(holder, does));
            renew(holder);
        }
        world.schedule.after(TEND, this::tend);
        server.meanwhile = this::befall;
        while (left > 0) {
            world.schedule.pass(SECOND);
        }
    }

    private void act(Holder holder, HolderActs does) {
        if (left <= 0) {
            return;
        }
        if (!holder.dead && holder.link.session() != null && !holder.reclaims.areUnderWay()) {
            left--;
            does.act();
        }
        world.schedule.after(world.between(20, 2500), () -> act(holder, does));
    }

    /** Each client keeps its lease as long as it is there. */
    private void renew(Holder holder) {
        if (!holder.gone) {
            if (!holder.dead && holder.isIdle()) {
                holder.perform(List.of(), reply -> {});
            }
            world.schedule.after(World.LEASE / 4, () -> renew(holder));
        }
    }

    /** What befalls a client. */
    private void tend() {
        if (left <= 0) {
            return;
        }
        Holder holder = holders.get(world.below(holders.size()));
        if (world.fault(4)) {
            part(holder);
        }
        if (restarts > 0 && world.fault(8)) {
            restarts--;
            restart();
        }
        if (world.fault(12)) {
            holder.die(world.between(100, 50_000));
        }
        world.schedule.after(TEND, this::tend);
    }

    private void restart() {
        if (left > 0) {
            server.restart();
        }
    }

    /** While the server is busy, perhaps for that very client, one dies and comes back at once. */
    private void befall() {
        if (left > 0 && world.fault(8)) {
            holders.get(world.below(holders.size())).die(world.between(0, 50));
        }
    }

    private void part(Holder holder) {
        if (holder.link.partition.isThere(world.schedule.now())) {
            return;
        }
        boolean longer = world.below(4) == 0;
        int direction = world.below(4);
        long nanos = longer ? world.between(31_000, 50_000) : world.between(500, 15_000);
        world.happened(longer ? Incident.LONG_PARTITION : Incident.PARTITION);
        if (direction < 2) {
            world.happened(Incident.ONE_WAY);
        }
        world.log(holder, " is cut off for ", nanos / World.MILLI, " ms");
        server.lines.part(holder.link.partition, nanos, direction != 0, direction != 1);
        if (longer && restarts > 0 && world.below(2) == 0) {
            // who comes back then may have lost something and not know it
            restarts--;
            world.schedule.after(nanos - world.between(0, 5000), this::restart);
        }
    }

    /** Lets everything come to rest: nothing may be waited for in vain. */
    private void settle() {
        await(() -> holders.stream().allMatch(Holder::isIdle), "a client waits for an answer");
        world.calmDown();
        await(
                () -> server.caller.isIdle() && holders.stream().allMatch(this::isAtRest),
                "a call or a client does not come to its end");
        holders.forEach(this::judgeMirrors);
        holders.forEach(
                holder -> List.copyOf(holder.held.values()).forEach(holder.returns::giveBack));
        await(
                () -> server.caller.isIdle() && holders.stream().allMatch(this::isAtRest),
                "a call or a client does not come to its end");
    }

    private void judgeMirrors(Holder holder) {
        for (Held one : holder.held.values()) {
            if (one.mirror != null && !one.recalled && server.ledger.isInForce(one.id)) {
                world.happened(Incident.MIRRORED);
                one.mirror.judge(server.files.names());
            }
        }
    }

    private boolean isAtRest(Holder holder) {
        return holder.isIdle() && !holder.link.partition.isThere(world.schedule.now());
    }

    private void await(BooleanSupplier condition, String otherwise) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i == MOST_SECONDS) {
                throw new SimFailure(otherwise);
            }
            world.schedule.pass(SECOND);
        }
    }

    /** All slots for calls can still be used, at once. */
    private void probe() {
        // who has lost a connection for calls is told so when it renews its lease next
        world.schedule.pass(World.LEASE / 2);
        holders.forEach(holder -> new SlotProbe(world, server, holder).run());
    }

    private void leave() {
        for (Holder holder : holders) {
            holder.gone = true;
            HolderSession session = holder.link.session();
            if (session != null && world.below(2) == 0) {
                holder.link.leaveWith(
                        new DestroySessionArgs(session.id()),
                        new DestroyClientIdArgs(holder.link.clientId()));
            }
            holder.die(-1);
        }
        world.schedule.pass(3 * World.LEASE);
        server.judgeEmpty();
    }
}
