package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.StateProtectA;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What connects a client with the server: its connections, of which it has one or two, its client
 * id, its session, and that calls come through.
 */
final class HolderLink implements HolderSession.Owner {
    private static final int PATH_DOWN =
            SequenceStatusFlags.CB_PATH_DOWN
                    | SequenceStatusFlags.CB_PATH_DOWN_SESSION
                    | SequenceStatusFlags.BACKCHANNEL_FAULT;

    final Partition partition = new Partition();
    private final World world;
    private final Lines lines;
    private final Holder holder;
    private final int uid;
    private final int callSlots;
    private final Line[] own;
    private long verifier = 1;
    private long clientId;
    private int sequence;

    /** Grows with each session and each try to get one: what belongs to an earlier one is void. */
    private int era;

    private @Nullable HolderSession session;
    private @Nullable CallSlots calls;
    private boolean binding;

    /** Whether the server knows that there is nothing to reclaim. */
    private boolean reclaimed;

    HolderLink(World world, Lines lines, Holder holder, int uid) {
        this.world = world;
        this.lines = lines;
        this.holder = holder;
        this.uid = uid;
        callSlots = 1 + world.below(3);
        own = new Line[1 + world.below(2)];
        connect();
    }

    private void connect() {
        for (int i = 0; i < own.length; i++) {
            own[i] = newLine(i);
        }
    }

    private Line newLine(int place) {
        Line[] made = new Line[1];
        made[0] = lines.open(uid, partition, this::called, () -> lost(place, made[0]));
        return made[0];
    }

    @Nullable HolderSession session() {
        return session;
    }

    @Nullable CallSlots calls() {
        return calls;
    }

    long clientId() {
        return clientId;
    }

    /** A client whose answers or connections fail cannot count on calls. */
    void trouble() {
        lines.trouble(partition);
    }

    /** Gets a client id and a session. */
    void begin() {
        era++;
        ask(
                new ExchangeIdArgs(
                        new ClientOwner(verifier, Opaque.utf8(holder.toString())),
                        0,
                        new StateProtectA.None(),
                        null),
                this::exchanged);
    }

    private void exchanged(ResOp result) {
        if (!(result instanceof ExchangeIdResOk id)) {
            throw new SimFailure("EXCHANGE_ID got " + result.status());
        }
        if (clientId != 0 && clientId != id.clientId()) {
            holder.clientLost();
        }
        reclaimed &= clientId == id.clientId();
        clientId = id.clientId();
        sequence = id.sequenceId();
        createSession();
    }

    private void createSession() {
        era++;
        ChannelAttributes fore =
                new ChannelAttributes(
                        0, 1 << 16, 1 << 16, 1 << 13, 16, HolderSession.SLOTS, OptionalInt.empty());
        ChannelAttributes back =
                new ChannelAttributes(
                        0, 1 << 13, 1 << 13, 1 << 13, 2, callSlots, OptionalInt.empty());
        ask(
                new CreateSessionArgs(
                        clientId,
                        sequence,
                        CreateSessionFlags.CONN_BACK_CHAN,
                        fore,
                        back,
                        0x40000000,
                        List.of(new CallbackSecParms.None())),
                this::created);
    }

    private void created(ResOp result) {
        if (result.status().equals(NfsStatus.STALE_CLIENTID)) {
            begin();
        } else if (result.status().equals(NfsStatus.DELAY)) {
            int asked = ++era;
            world.schedule.after(
                    world.between(100, 1000),
                    () -> {
                        if (era == asked) {
                            createSession();
                        }
                    });
        } else if (result instanceof CreateSessionResOk made) {
            era++;
            sequence++;
            world.happened(Incident.SESSION_MADE);
            world.log(holder, " has session ", made.sessionId());
            trouble();
            partition.away = false;
            session = new HolderSession(world, lines, this, made.sessionId());
            calls =
                    new CallSlots(
                            world,
                            made.sessionId(),
                            made.backChannelAttributes().maxRequests(),
                            holder::called,
                            this::trouble);
            if (!reclaimed) {
                HolderSession fresh = session;
                holder.reclaims.reclaim(() ->
                        fresh.perform(
                                new Job(
                                        List.of(new ReclaimCompleteArgs(false)),
                                        reply -> reclaimed |= reply != null)));
            }
            holder.sessionMade();
        } else {
            throw new SimFailure("CREATE_SESSION got " + result.status());
        }
    }

    /** Sends a request outside of sessions until it is answered. */
    private void ask(ArgOp op, Consumer<ResOp> receiver) {
        int asked = era;
        Line line = line();
        lines.request(
                line,
                HolderSession.encode(List.of(op)),
                HolderSession.only(result -> {
                    if (era == asked) {
                        receiver.accept(result);
                    }
                }));
        world.schedule.after(
                world.between(2000, 4000),
                () -> {
                    if (era == asked) {
                        silent(line);
                        ask(op, receiver);
                    }
                });
    }

    /** Has calls come over all connections. */
    private void bind() {
        HolderSession bound = session;
        if (bound == null || binding) {
            return;
        }
        binding = true;
        for (Line line : own) {
            bind(line, bound);
        }
        world.schedule.after(world.between(1000, 3000), () -> binding = false);
    }

    private void bind(Line line, HolderSession to) {
        ArgOp bind = new BindConnToSessionArgs(to.id(), ChannelDirFromClient.FORE_OR_BOTH, false);
        lines.request(
                line,
                HolderSession.encode(List.of(bind)),
                HolderSession.only(result -> {
                    if (result.status().isOk()) {
                        world.happened(Incident.REBOUND);
                        trouble();
                    } else if (to == session && result.status().equals(NfsStatus.BADSESSION)) {
                        sessionLost();
                    }
                }));
    }

    @Override
    public Line line() {
        return own[world.below(own.length)];
    }

    @Override
    public void silent(Line line) {
        if (world.below(2) == 0) {
            for (int i = 0; i < own.length; i++) {
                if (own[i] == line) {
                    lines.close(line);
                    own[i] = newLine(i);
                    if (world.below(2) == 0) {
                        bind();
                    }
                }
            }
        }
    }

    private void lost(int place, Line line) {
        if (own[place] == line) {
            own[place] = newLine(place);
            HolderSession current = session;
            if (current != null) {
                current.lost(line);
                // or later, when the server says that there is no way for calls
                if (world.below(3) != 0) {
                    bind();
                }
            }
        }
    }

    @Override
    public void told(int flags) {
        if ((flags & PATH_DOWN) != 0) {
            world.happened(Incident.PATH_DOWN);
            trouble();
            bind();
        }
        holder.told(flags);
        if ((flags & SequenceStatusFlags.BACKCHANNEL_FAULT) != 0 && session != null) {
            sessionLost();
        }
    }

    @Override
    public void sessionLost() {
        world.log(holder, " has lost its session");
        leave();
        createSession();
    }

    private void leave() {
        HolderSession left = session;
        session = null;
        calls = null;
        partition.away = true;
        if (left != null) {
            left.end();
        }
    }

    /** The client is no more; it forgets everything. */
    void die() {
        era++;
        leave();
        for (Line line : own) {
            lines.close(line);
        }
        verifier++;
        clientId = 0;
    }

    /** Takes leave with these, whatever comes of them. */
    void leaveWith(ArgOp... ops) {
        for (ArgOp op : ops) {
            lines.request(line(), HolderSession.encode(List.of(op)), reply -> {});
        }
    }

    /** It begins once more, as another incarnation. */
    void rise() {
        connect();
        begin();
    }

    private void called(Line line, byte[] compound, Consumer<CallReply> answer) {
        CallSlots slots = calls;
        if (slots == null) {
            answer.accept(CallSlots.refusal(NfsStatus.BADSESSION));
        } else {
            slots.called(compound, answer);
        }
    }
}
