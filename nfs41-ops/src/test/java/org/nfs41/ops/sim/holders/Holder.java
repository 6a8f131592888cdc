package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client that is given delegations: what it holds, and how it gets and loses it. What it does
 * with that is in {@link HolderActs}, how it answers calls in {@link HolderCalls}, how it returns
 * what it holds in {@link HolderReturns}.
 */
final class Holder {
    private static final int LOSS =
            SequenceStatusFlags.RECALLABLE_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED;

    /** Who is told so often of a loss that it cannot find has to begin anew. */
    private static final int MOST_VAIN_TESTS = 3;

    /** So long a server may keep what a holder has said for who does not come again. */
    private static final long LONGEST_ANSWER = 22_000 * World.MILLI;

    final World world;
    final Content content;
    final Names names;
    final Ledger ledger;
    final HolderLink link;
    final HolderReturns returns = new HolderReturns(this);
    final HolderReclaims reclaims = new HolderReclaims(this);

    /** In the order in which they were given. */
    final Map<StateId, Held> held = new LinkedHashMap<>();

    /** Opens that are to be closed, and their files. */
    final Map<StateId, FileHandle> opens = new LinkedHashMap<>();

    /** Files that it has met. */
    final Map<Long, FileHandle> files = new LinkedHashMap<>();

    /** Recalled delegations that it did not know of. */
    final Set<StateId> unknown = new HashSet<>();

    /** By file: when it asked for attributes that it has not been told. */
    private final Map<Long, List<Long>> asking = new HashMap<>();

    /** By file: its own changes that are under way in the server. */
    private final Map<Long, Integer> changing = new HashMap<>();

    private final Map<Long, Integer> generations = new HashMap<>();
    final HolderCalls calls = new HolderCalls(this);
    private final int uid;
    private boolean testing;
    private int vainTests;

    /** Counts its incarnations. */
    private int life;

    boolean dead;

    /** Whether it has taken leave for good. */
    boolean gone;

    Holder(World world, HolderServer server, Content content, Names names, int uid) {
        this.world = world;
        this.content = content;
        this.names = names;
        this.ledger = server.ledger;
        this.uid = uid;
        link = new HolderLink(world, server.lines, this, uid);
        server.ledger.connects(toString(), link.partition);
    }

    int life() {
        return life;
    }

    boolean isIdle() {
        HolderSession session = link.session();
        return !dead && session != null && session.isIdle();
    }

    /** Keeps what a file contains, unless it may have changed it since it asked. */
    void keep(Held one, long value, int generation) {
        if (!one.cached && !one.returning && generation(one.file) == generation) {
            one.cached = true;
            one.value = value;
        }
    }

    /** Has the server execute something; the answer is null if it was lost. */
    void perform(List<ArgOp> ops, Consumer<@Nullable CompoundRes> receiver) {
        int asked = life;
        Job job =
                new Job(
                        ops,
                        reply -> {
                            if (life == asked) {
                                receiver.accept(reply);
                            }
                        });
        HolderSession session = link.session();
        if (session == null) {
            job.receiver.accept(null);
        } else {
            session.perform(job);
        }
    }

    /** Something is open that it needs no more: it closes that, sooner or later. */
    void closesLater(FileHandle handle, StateId id) {
        opens.put(id, handle);
        world.schedule.after(world.between(0, 3000), () -> close(handle, id));
    }

    void close(FileHandle handle, StateId id) {
        if (opens.remove(id) != null) {
            insist(List.of(new PutFhArgs(handle), new CloseArgs(0, id)), reply -> {});
        }
    }

    /** The same for what does no harm when it is done twice: until it is answered. */
    void insist(List<ArgOp> ops, Consumer<CompoundRes> receiver) {
        int asked = life;
        perform(
                ops,
                reply -> {
                    if (reply != null) {
                        receiver.accept(reply);
                        return;
                    }
                    world.schedule.after(
                            world.between(200, 1000),
                            () -> {
                                if (life == asked) {
                                    insist(ops, receiver);
                                }
                            });
                });
    }

    /** A reply or a call has given a delegation. */
    void given(@Nullable StateId id, @Nullable DelegationKind kind, FileHandle fh, Seen seen) {
        if (id == null || kind == null || held.containsKey(id)) {
            return;
        }
        held.put(id, new Held(id, kind, fh, seen.change(), seen.words()));
    }

    /** What came with an OPEN or WANT_DELEGATION. */
    void given(OpenDelegation delegation, FileHandle fh, Seen seen) {
        replied(Wiretap.stateId(delegation));
        given(Wiretap.stateId(delegation), Wiretap.kind(delegation), fh, seen);
    }

    /** A reply has given it: it must not have been recalled before (RFC 8881 section 2.10.6.3). */
    void replied(@Nullable StateId id) {
        if (unknown.contains(id)) {
            throw new SimFailure(
                    this + " was told to return " + id + " before it could know of it");
        }
    }

    /** Its delegation of a file, or null. */
    @Nullable Held of(long file) {
        for (Held one : held.values()) {
            if (one.file == file) {
                return one;
            }
        }
        return null;
    }

    /** Something of its own is about to change a file: what it has in its cache is void. */
    void changes(long file) {
        changing.merge(file, 1, Integer::sum);
        forget(file);
    }

    void changed(long file) {
        changing.merge(file, -1, Integer::sum);
        forget(file);
    }

    /**
     * It asks for attributes of a file. What a holder says it said to whoever asked before that: so
     * an answer is as old as the first question may be that waits.
     *
     * @return how old the answer may be
     */
    long asks(long file) {
        List<Long> waiting = asking.computeIfAbsent(file, id -> new ArrayList<>());
        waiting.add(world.schedule.now());
        return waiting.getFirst();
    }

    /** It was told, or gives up: somebody may have answered that for a while still. */
    void asked(long file, boolean told) {
        List<Long> waiting = asking.computeIfAbsent(file, id -> new ArrayList<>());
        Runnable end =
                () -> {
                    if (!waiting.isEmpty()) {
                        waiting.removeFirst();
                    }
                };
        if (told) {
            end.run();
        } else {
            world.schedule.after(LONGEST_ANSWER, end);
        }
    }

    boolean isChanging(long file) {
        return changing.getOrDefault(file, 0) != 0;
    }

    /** Another number whenever it begins or ends to change a file. */
    int generation(long file) {
        return generations.getOrDefault(file, 0);
    }

    private void forget(long file) {
        generations.merge(file, 1, Integer::sum);
        for (Held one : held.values()) {
            if (one.file == file && one.dirty == null) {
                one.cached = false;
            }
        }
    }

    /** A delegation is gone without having been returned. */
    void lose(Held one) {
        if (held.remove(one.id) != null) {
            world.happened(Incident.REVOKED);
            content.lost(one.id);
        }
    }

    /** SEQUENCE has told this. */
    void told(int flags) {
        if ((flags & LOSS) != 0 && !testing && !dead) {
            testing = true;
            test();
        }
    }

    /** Finds out what has been lost (RFC 8881 section 8.5). */
    private void test() {
        List<StateId> ids = new ArrayList<>(held.keySet());
        ids.addAll(opens.keySet());
        if (ids.isEmpty()) {
            tested(0);
            return;
        }
        perform(
                List.of(new TestStateIdArgs(ids)),
                reply -> {
                    int found = 0;
                    if (reply != null
                            && reply.results().getLast()
                                    instanceof TestStateIdResOk(List<NfsStatus> statuses)) {
                        for (int i = 0; i < ids.size(); i++) {
                            if (Wiretap.isLoss(statuses.get(i))) {
                                found++;
                                free(ids.get(i));
                            }
                        }
                    }
                    tested(found);
                });
    }

    private void tested(int found) {
        vainTests = found == 0 ? vainTests + 1 : 0;
        int asked = life;
        world.schedule.after(
                world.between(1000, 3000),
                () -> {
                    if (asked == life) {
                        testing = false;
                        if (vainTests >= MOST_VAIN_TESTS && world.fault(1)) {
                            die(0);
                        }
                    }
                });
    }

    private void free(StateId id) {
        Held one = held.get(id);
        if (one != null) {
            lose(one);
        }
        opens.remove(id);
        insist(List.of(new FreeStateIdArgs(id)), reply -> {});
    }

    /** The server does not know the client id any more. */
    void clientLost() {
        world.happened(Incident.CLIENT_LOST);
        world.log(this, " has lost its client id");
        reclaims.lost(List.copyOf(held.values()));
        held.clear();
        forgetAll();
    }

    private void forgetAll() {
        life++;
        held.keySet().forEach(content::lost);
        held.clear();
        opens.clear();
        changing.clear();
        asking.clear();
        testing = false;
        vainTests = 0;
    }

    void sessionMade() {
        returns.goOn();
    }

    /** Ends without a word, and comes back after that time knowing nothing. */
    void die(long nanos) {
        if (dead) {
            return;
        }
        world.happened(Incident.DIED);
        world.log(this, " dies");
        dead = true;
        reclaims.giveUp();
        forgetAll();
        link.die();
        if (nanos >= 0) {
            world.schedule.after(
                    nanos,
                    () -> {
                        dead = false;
                        link.rise();
                    });
        }
    }

    CbResOp called(CbSequenceArgs sequence, CbArgOp operation) {
        return dead
                ? new CbStatusOnly(
                        CallbackOperation.of(operation.op().value()), NfsStatus.SERVERFAULT)
                : calls.called(sequence, operation);
    }

    @Override
    public String toString() {
        return "client" + uid;
    }
}
