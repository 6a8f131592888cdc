package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.SessionId;

import java.util.ArrayList;
import java.util.List;

/** One run: clients, network and server, all from one seed, until every client knows everything. */
final class Simulation {
    private static final int MOST_CLIENTS = 3;

    private static final long TEND_NANOS = World.LEASE / 20;

    private final World world;
    private final SimServer server;
    private final SimNetwork network;

    /** Whether memory gets scarce now and then. */
    private final boolean pressed;

    /**
     * Whether there is a stubborn client: a server's patience with it outlasts all other faults.
     */
    private final boolean slow;

    private final List<SimClient> clients = new ArrayList<>();

    private Simulation(
            long seed,
            SimServer.ProcessorFactory factory,
            boolean watched,
            @Nullable StringBuilder log) {
        world = new World(seed, Happening.values(), log);
        // Every fourth run wraps around early on.
        int lastSequenceId = world.below(4) == 0 ? -1 - world.below(8) : 0;
        slow = world.below(6) == 0;
        pressed = slow || world.below(2) == 0;
        server = new SimServer(world, factory, lastSequenceId, watched);
        network = new SimNetwork(world, server);
        SimRequests requests = new SimRequests(world);
        int count = 1 + world.below(MOST_CLIENTS);
        for (int i = 0; i < count; i++) {
            boolean stubborn = slow && i == 0;
            clients.add(
                    new SimClient(
                            world, network, requests, 1000 + i, lastSequenceId + 1, stubborn));
        }
    }

    /**
     * Runs a seed.
     *
     * @param requests how many requests with effects the clients send together
     * @param watched whether the oracle looks at each reply as it leaves the server; if not, the
     *     clients alone tell whether they were served well
     * @param log takes one line per event; null for none
     * @return what happened
     * @throws SimFailure if anything is wrong
     */
    static Tally run(
            long seed,
            int requests,
            SimServer.ProcessorFactory factory,
            boolean watched,
            @Nullable StringBuilder log) {
        Simulation simulation = new Simulation(seed, factory, watched, log);
        simulation.work(requests);
        simulation.judgeKnowledge();
        simulation.judgeSlots();
        simulation.judgeMemory();
        return simulation.world.tally;
    }

    private void work(int requests) {
        if (pressed) {
            server.press();
        }
        int left = requests;
        for (SimClient client : clients) {
            int share = left / (clients.size() - clients.indexOf(client));
            left -= share;
            client.work(share);
        }
        world.schedule.after(TEND_NANOS, this::tend);
        world.schedule.drain();
        expectDone();
        // What has gone through all this must still work as on the first day.
        world.calmDown();
        server.relieve();
        clients.forEach(client -> client.work(client.slots().length));
        world.schedule.drain();
        expectDone();
    }

    /** What happens unasked, as long as there is something to do. */
    private void tend() {
        server.expire();
        if (clients.stream().allMatch(SimClient::isDone)) {
            return;
        }
        SimClient client = clients.get(world.below(clients.size()));
        SessionId session = client.session();
        if (session != null && world.fault(slow ? 500 : 10)) {
            server.takeAway(session, client.connection());
        }
        if (world.fault(slow ? 1000 : 20)) {
            client.restart();
        }
        if (pressed && world.fault(2)) {
            server.press();
        }
        world.schedule.after(TEND_NANOS, this::tend);
    }

    private void expectDone() {
        for (SimClient client : clients) {
            if (!client.isDone()) {
                throw new SimFailure(client + " waits for something that never comes");
            }
        }
    }

    private void judgeKnowledge() {
        for (SimClient client : clients) {
            for (SimRequest request : client.sentRequests()) {
                int effects = server.operations.effects(request.id);
                if (request.effects() != effects) {
                    throw new SimFailure(
                            "%s had %d effects, its client knows of %d"
                                    .formatted(request, effects, request.effects()));
                }
            }
        }
    }

    private void judgeSlots() {
        if (server.clients.sessions() > clients.size()) {
            throw new SimFailure(server.clients.sessions() + " sessions for " + clients.size());
        }
        for (SimClient client : clients) {
            SessionId id = client.session();
            Session session = id == null ? null : server.clients.find(id.high(), id.low());
            for (SimClientSlot mine : client.slots()) {
                Slot slot = session == null ? null : session.slot(mine.id);
                if (slot == null
                        || slot.isInProgress()
                        || (slot.sequenceId() + 1 != mine.sequenceId
                                && !(slot.isRetired() && mine.isAnew()))) {
                    throw new SimFailure(client + " and server differ on slot " + mine.id);
                }
            }
        }
    }

    /** What is accounted for is what there is. */
    private void judgeMemory() {
        long held = server.bytesOfOthers();
        for (SimClient client : clients) {
            SessionId id = client.session();
            Session session = id == null ? null : server.clients.find(id.high(), id.low());
            for (SimClientSlot mine : client.slots()) {
                Slot slot = session == null ? null : session.slot(mine.id);
                held += slot == null ? 0 : slot.bufferBytes();
            }
        }
        long counted = server.clients.replyMemory().usedBytes();
        if (counted != held) {
            throw new SimFailure(
                    "replies take %d bytes, %d are accounted for".formatted(held, counted));
        }
    }
}
