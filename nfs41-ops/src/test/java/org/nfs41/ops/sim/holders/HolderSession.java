package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The slots of a client's session: sends what is wanted, again until it is answered, and as a new
 * request when the answer is NFS4ERR_DELAY. That may not go on for ever.
 */
final class HolderSession {
    static final int SLOTS = 3;

    /** Two leases after another for the holders, one for a partition, and some time. */
    private static final long LONGEST_DELAY = 4 * World.LEASE;

    private static final class Slot {
        int sequenceId;
        @Nullable Job job;
        byte[] message = {};
        @Nullable Line lastOn;
        int copies;
    }

    /** What its client does about what it is told. */
    interface Owner {
        /** A line to send something on. */
        Line line();

        /** No answer came on it in time. */
        void silent(Line line);

        /** SEQUENCE has told this. */
        void told(int statusFlags);

        /** The server does not know the session. */
        void sessionLost();
    }

    private final World world;
    private final Lines lines;
    private final Owner owner;
    private final SessionId id;
    private final Slot[] slots = new Slot[SLOTS];
    private final Deque<Job> waiting = new ArrayDeque<>();
    private int paused;
    private boolean over;

    HolderSession(World world, Lines lines, Owner owner, SessionId id) {
        this.world = world;
        this.lines = lines;
        this.owner = owner;
        this.id = id;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    SessionId id() {
        return id;
    }

    boolean isIdle() {
        boolean free = true;
        for (Slot slot : slots) {
            free &= slot.job == null;
        }
        return free && waiting.isEmpty() && paused == 0;
    }

    /** Whether the request with that sequence id has not been answered. */
    boolean awaits(int slotId, int sequenceId) {
        return slots[slotId].job != null && slots[slotId].sequenceId == sequenceId;
    }

    void perform(Job job) {
        if (over) {
            job.receiver.accept(null);
            return;
        }
        waiting.add(job);
        fill();
    }

    private void fill() {
        for (int i = 0; i < SLOTS && !waiting.isEmpty(); i++) {
            Slot slot = slots[i];
            if (slot.job == null) {
                Job job = waiting.remove();
                slot.job = job;
                slot.copies = 0;
                List<ArgOp> ops = new ArrayList<>();
                ops.add(new SequenceArgs(id, ++slot.sequenceId, i, SLOTS - 1, true));
                ops.addAll(job.ops);
                slot.message = encode(ops);
                world.happened(Incident.REQUEST);
                send(slot);
            }
        }
    }

    private void send(Slot slot) {
        Line line = owner.line();
        slot.lastOn = line;
        int copy = ++slot.copies;
        int sequenceId = slot.sequenceId;
        lines.request(line, slot.message, reply -> received(slot, sequenceId, reply));
        world.schedule.after(
                world.between(2000, 5000),
                () -> {
                    if (!over && slot.sequenceId == sequenceId && slot.copies == copy) {
                        owner.silent(line);
                        again(slot, sequenceId);
                    }
                });
    }

    private void again(Slot slot, int sequenceId) {
        if (!over && slot.job != null && slot.sequenceId == sequenceId) {
            world.happened(Incident.RETRY);
            send(slot);
        }
    }

    /** What was sent on a line that has ended is sent on another one. */
    void lost(Line line) {
        for (Slot slot : slots) {
            if (slot.lastOn == line) {
                again(slot, slot.sequenceId);
            }
        }
    }

    private void received(Slot slot, int sequenceId, byte[] bytes) {
        Job job = slot.job;
        if (over || job == null || slot.sequenceId != sequenceId) {
            return;
        }
        CompoundRes reply = decode(bytes);
        if (reply.results().getFirst() instanceof SequenceResOk sequence) {
            slot.job = null;
            slot.copies++;
            answered(job, reply);
            if (!over) {
                owner.told(sequence.statusFlags());
            }
            if (!over) {
                fill();
            }
        } else if (reply.status().equals(NfsStatus.DELAY)) {
            slot.copies++;
            world.schedule.after(world.between(100, 500), () -> again(slot, sequenceId));
        } else if (reply.status().equals(NfsStatus.BADSESSION)) {
            owner.sessionLost();
        } else {
            throw new SimFailure("SEQUENCE is answered with " + reply.status());
        }
    }

    private void answered(Job job, CompoundRes reply) {
        boolean grace = reply.status().equals(NfsStatus.GRACE);
        if (!grace && !reply.status().equals(NfsStatus.DELAY)) {
            job.receiver.accept(reply);
            return;
        }
        long now = world.schedule.now();
        if (grace) {
            // how long that lasts is judged by what it is for
            job.delayedSince = now;
        }
        job.delayedSince = job.delayedSince < 0 ? now : job.delayedSince;
        if (now - job.delayedSince > LONGEST_DELAY) {
            throw new SimFailure("told to come again for ever: " + job.ops);
        }
        paused++;
        world.schedule.after(
                world.between(100, 1500),
                () -> {
                    paused--;
                    perform(job);
                });
    }

    /** Ends it; what was wanted gets no answer. */
    void end() {
        over = true;
        List<Job> jobs = new ArrayList<>(waiting);
        for (Slot slot : slots) {
            if (slot.job != null) {
                jobs.add(slot.job);
                slot.job = null;
            }
        }
        waiting.clear();
        jobs.forEach(job -> job.receiver.accept(null));
    }

    static byte[] encode(List<ArgOp> ops) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, ops).encode(out);
        return out.toByteArray();
    }

    static CompoundRes decode(byte[] bytes) {
        try {
            return CompoundRes.decode(new XdrReader(bytes));
        } catch (XdrException e) {
            throw new SimFailure("a reply does not decode: " + e.getMessage());
        }
    }

    /** Has {@code receiver} get the only result of a request outside of sessions. */
    static Consumer<byte[]> only(Consumer<ResOp> receiver) {
        return bytes -> receiver.accept(decode(bytes).results().getLast());
    }
}
