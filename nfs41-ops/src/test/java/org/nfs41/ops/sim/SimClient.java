package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A client that does everything right, and a few things that are merely allowed: it retries over
 * other connections, gives requests up, sleeps longer than its lease. It wants to know of each of
 * its requests how many of its operations have taken effect, and asks where no reply tells it.
 */
final class SimClient {
    static final int MOST_SLOTS = 4;

    private static final int SLEEP_ONE_IN = 2000;

    private final World world;
    private final SimNetwork network;
    private final SimRequests requests;
    private final SimSessionMaker sessionMaker;
    private final long uid;
    private final int firstSequenceId;
    private final SimClientSlot[] slots;
    private final List<SimRequest> sentRequests = new ArrayList<>();
    private final Deque<SimRequest> toAsk = new ArrayDeque<>();
    private SimConnection connection;
    private @Nullable SessionId session;
    private final SlotUse use;
    private int toSend;
    private long awakeAt;

    SimClient(
            World world,
            SimNetwork network,
            SimRequests requests,
            long uid,
            int firstSequenceId,
            boolean stubborn) {
        this.world = world;
        this.network = network;
        this.requests = requests;
        this.uid = uid;
        this.firstSequenceId = firstSequenceId;
        this.slots = new SimClientSlot[1 + world.below(MOST_SLOTS)];
        this.use = new SlotUse(world, this, slots.length, stubborn);
        this.sessionMaker = new SimSessionMaker(world, this, slots.length, this::sessionMade);
        this.connection = newConnection();
    }

    /** Has {@code count} more requests to send. */
    void work(int count) {
        toSend += count;
        if (session == null) {
            sessionMaker.makeSession();
        } else {
            sendMore();
        }
    }

    /** All requests with effects, given up or not. */
    List<SimRequest> sentRequests() {
        return sentRequests;
    }

    boolean isDone() {
        return toSend == 0 && toAsk.isEmpty() && session != null && allFree();
    }

    @Nullable SessionId session() {
        return session;
    }

    SimClientSlot[] slots() {
        return slots;
    }

    SimNetwork network() {
        return network;
    }

    SimConnection connection() {
        return connection;
    }

    /** Leaves the connection to itself and uses another one. */
    SimConnection reconnect() {
        connection = newConnection();
        return connection;
    }

    private SimConnection newConnection() {
        SimConnection[] made = new SimConnection[1];
        made[0] = network.open(uid, () -> lost(made[0]));
        return made[0];
    }

    private void lost(SimConnection cut) {
        if (cut == connection) {
            reconnect();
        }
        for (SimClientSlot slot : slots) {
            SimRequest request = slot == null ? null : slot.current;
            if (request != null && request.lastSentOn == cut) {
                retry(slot, request);
            }
        }
    }

    private void sessionMade(SessionId id) {
        session = id;
        use.begin();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new SimClientSlot(i, firstSequenceId);
        }
        sendMore();
    }

    /** Fills the free slots; questions go first. */
    private void sendMore() {
        if (session == null || world.schedule.now() < awakeAt) {
            return;
        }
        for (SimClientSlot slot : slots) {
            if (slot.current == null && slot.id <= use.highest()) {
                sendNew(slot, session);
            }
        }
    }

    private boolean sendNew(SimClientSlot slot, SessionId id) {
        SimRequest about = toAsk.poll();
        if (about == null && toSend == 0) {
            return false;
        }
        SequenceArgs sequence =
                new SequenceArgs(
                        id, slot.sequenceId, slot.id, highestUsed(slot), world.below(4) != 0);
        SimRequest request = about == null ? requests.act(sequence) : requests.ask(sequence, about);
        if (about == null) {
            toSend--;
            sentRequests.add(request);
            world.happened(Happening.REQUEST);
        }
        request.epoch = use.epoch();
        slot.current = request;
        transmit(slot, request, connection);
        return true;
    }

    /** What sa_highest_slotid is to tell now: {@code next} is in use or about to be. */
    private int highestUsed(SimClientSlot next) {
        int highest = Math.max(next.id, use.leastTold());
        for (SimClientSlot slot : slots) {
            highest = slot.current == null ? highest : Math.max(highest, slot.id);
        }
        return highest;
    }

    private void transmit(SimClientSlot slot, SimRequest request, SimConnection on) {
        world.log(this, " sends ", request, " on ", on);
        request.sent++;
        slot.lastSent = world.schedule.now();
        request.lastSentOn = on;
        int copy = request.sent;
        byte[] message =
                copy == 1
                        ? request.message
                        : SimRequest.telling(request.message, highestUsed(slot));
        network.send(on, message, request, reply -> received(slot, request, reply));
        if (world.fault(20)) {
            world.happened(Happening.DUPLICATE);
            transmit(slot, request, reconnect());
            return;
        }
        world.schedule.after(
                world.between(150, 800),
                () -> {
                    if (slot.current == request && request.sent == copy) {
                        timedOut(slot, request);
                    }
                });
    }

    private void timedOut(SimClientSlot slot, SimRequest request) {
        reconnect();
        // No server can tell the first request of a slot begun anew from one given up before.
        if (session != null && !slot.isAnew() && world.fault(6)) {
            // Another request takes its place and its sequence id, as after a user's interrupt.
            slot.replaced.add(request);
            slot.current = null;
            if (sendNew(slot, session)) {
                world.happened(Happening.REPLACED);
                return;
            }
            slot.replaced.remove(request);
            slot.current = request;
        }
        retry(slot, request);
    }

    private void retry(SimClientSlot slot, SimRequest request) {
        if (slot.current == request) {
            world.happened(Happening.RETRY);
            transmit(slot, request, connection);
        }
    }

    private void received(SimClientSlot slot, SimRequest request, byte[] bytes) {
        SimReply reply = SimReply.of(request, bytes);
        if (!reply.sequence().isOk()) {
            request.refused++;
        }
        if (slot.current == request) {
            answered(slot, request, reply);
        } else if (slot.replaced.contains(request) && reply.sequence().isOk()) {
            learn(request, reply);
        }
    }

    private void answered(SimClientSlot slot, SimRequest request, SimReply reply) {
        NfsStatus status = reply.sequence();
        if (status.isOk()) {
            // Its sequence id is its own: those that it replaced never get it.
            slot.replaced.forEach(other -> settle(other, 0));
            slot.advance();
            use.obey(request, reply, slots);
            learn(request, reply);
            goOn();
        } else if (status.equals(NfsStatus.SEQ_FALSE_RETRY) && !slot.replaced.isEmpty()) {
            // One of those that it replaced was executed after all.
            settle(request, 0);
            slot.replaced.forEach(this::ask);
            slot.advance();
            goOn();
        } else if (status.equals(NfsStatus.DELAY)) {
            world.schedule.after(world.between(40, 400), () -> retry(slot, request));
        } else if (status.equals(NfsStatus.BADSESSION)) {
            sessionLost();
        } else if (status.equals(NfsStatus.BADSLOT) && use.mayBeRefused()) {
            slotRefused(slot, request);
        } else if (status.equals(NfsStatus.BAD_HIGH_SLOT) && use.mayBeRefused()) {
            highSlotRefused(slot, request);
        } else {
            throw new SimFailure(this + " cannot go on: " + request + " got " + status);
        }
    }

    /**
     * The slot is one that the server has waited for too long. If no copy of the request can be
     * executed any more it has no effect; if one can, when the slot may be used again, only a new
     * beginning makes sure.
     */
    private void slotRefused(SimClientSlot slot, SimRequest request) {
        world.happened(Happening.SLOT_REFUSED);
        use.giveIn();
        if (request.refusedForGood() && slot.replaced.isEmpty()) {
            settle(request, 0);
            slot.current = null;
            goOn();
        } else {
            restart();
        }
    }

    /** The request asks once more when higher slots have come to rest. */
    private void highSlotRefused(SimClientSlot slot, SimRequest request) {
        world.happened(Happening.HIGH_SLOT_REFUSED);
        use.giveIn();
        world.schedule.after(world.between(40, 400), () -> retry(slot, request));
    }

    private void sessionLost() {
        world.happened(Happening.SESSION_LOST);
        world.log(this, " has lost its session");
        leaveSession();
        sessionMaker.makeSession();
    }

    /**
     * Starts anew as another incarnation of itself that knows its requests from a log. Once the new
     * one has a session, nothing of the old one can take effect any more (RFC 8881 section 2.4).
     */
    void restart() {
        if (session == null) {
            return;
        }
        world.happened(Happening.CLIENT_RESTARTED);
        world.log(this, " restarts");
        reconnect();
        leaveSession();
        sessionMaker.restart();
    }

    private void leaveSession() {
        session = null;
        for (SimClientSlot slot : slots) {
            SimRequest current = slot.current;
            if (current != null) {
                slot.replaced.add(current);
                slot.current = null;
            }
            for (SimRequest request : slot.replaced) {
                if (request.refusedForGood()) {
                    settle(request, 0);
                } else {
                    ask(request);
                }
            }
            slot.replaced.clear();
        }
    }

    /** The reply says what happened, or that something did. */
    private void learn(SimRequest request, SimReply reply) {
        if (reply.uncached()) {
            if (request.sequence.cacheThis()) {
                throw new SimFailure(this + " waits for " + request + ", which was not kept");
            }
            ask(request);
        } else if (request.about != null) {
            settle(request.about, reply.effects());
            request.know(0);
        } else {
            settle(request, reply.effects());
        }
    }

    private void settle(SimRequest request, int effects) {
        if (request.about != null) {
            ask(request);
        } else {
            request.know(effects);
        }
    }

    /** What has become of the request nobody will tell without being asked; it is over, though. */
    private void ask(SimRequest request) {
        SimRequest about = request.about == null ? request : request.about;
        if (!about.known() && !toAsk.contains(about)) {
            world.happened(Happening.ASKED);
            toAsk.add(about);
        }
    }

    private void goOn() {
        if (world.fault(SLEEP_ONE_IN)) {
            world.log(this, " falls asleep");
            sleep(World.LEASE + World.LEASE / 2);
        } else if (use.isStubborn() && world.schedule.now() >= awakeAt) {
            // What it does in that time must be little enough for the run to outlast a server's
            // patience with it.
            sleep(world.between(10_000, 25_000));
        } else {
            world.schedule.after(world.between(0, 10), this::sendMore);
        }
    }

    private void sleep(long nanos) {
        awakeAt = world.schedule.now() + nanos;
        world.schedule.after(nanos, this::sendMore);
    }

    private boolean allFree() {
        for (SimClientSlot slot : slots) {
            if (slot.current != null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "client" + uid;
    }
}
