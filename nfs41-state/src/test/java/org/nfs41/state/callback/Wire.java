package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Origin;
import org.nfs41.state.Outcome;
import org.nfs41.state.Principal;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.Session;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Backchannels over a real client table, with a clock and connections that a test moves. */
final class Wire {
    static final long LEASE = TimeUnit.SECONDS.toNanos(30);
    static final CallTerms TERMS = CallTerms.ofLease(LEASE);
    static final int PROGRAM = 0x40000000;

    private static final Principal ALICE = Principal.sys(1000);

    final ClientTable table =
            new ClientTable(
                    new ServerIdentity(
                            1, new ServerOwner(0, Opaque.utf8("o")), Opaque.utf8("s"), null),
                    ChannelLimits.DEFAULT,
                    TableLimits.DEFAULT,
                    LeaseTerms.strict(Long.MAX_VALUE / 4),
                    RandomGenerator.of("L64X128MixRandom")::nextLong,
                    ClientState.NONE);
    final Backchannels machine = new Backchannels(table, TERMS);
    final List<Effect.Send> sent = new ArrayList<>();
    long now = 1_000;
    private int sequence;

    Wire() {
        table.watch(clientId -> carryOut(machine.changed(clientId, now)));
    }

    void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> sent.add(send);
                case Effect.Tell(ClientCalls.CallListener listener, CallOutcome outcome) ->
                        listener.done(outcome);
                case Effect.GoOn(long clientId) -> carryOut(machine.changed(clientId, now));
            }
        }
    }

    long client(String owner) {
        ExchangeIdArgs args =
                new ExchangeIdArgs(
                        new ClientOwner(1, Opaque.utf8(owner)), 0, new StateProtectA.None(), null);
        ExchangeIdResOk id = value(table.exchangeId(args, ALICE, Origin.UNKNOWN, now));
        sequence = id.sequenceId();
        return id.clientId();
    }

    static ChannelAttributes channel(int requests) {
        return new ChannelAttributes(0, 1 << 20, 1 << 20, 4096, 16, requests, OptionalInt.empty());
    }

    /** A session whose backchannel is on a connection, or on none yet. */
    Session session(long clientId, ChannelAttributes back, @Nullable Long connection) {
        int flags = connection == null ? 0 : CreateSessionFlags.CONN_BACK_CHAN;
        CreateSessionArgs args =
                new CreateSessionArgs(
                        clientId,
                        sequence++,
                        flags,
                        channel(8),
                        back,
                        PROGRAM,
                        List.of(new CallbackSecParms.None()));
        long over = connection == null ? 999 : connection;
        CreateSessionResOk made = value(table.createSession(args, ALICE, over, null, now));
        Session session = table.find(made.sessionId().high(), made.sessionId().low());
        if (session == null) {
            throw new AssertionError("no session");
        }
        return session;
    }

    void bind(Session session, long connection) {
        value(
                table.bindConnToSession(
                        new BindConnToSessionArgs(
                                session.id(), ChannelDirFromClient.FORE_OR_BOTH, false),
                        connection));
    }

    /** A connection ends: its calls fail as the transport tells them to, in whatever order. */
    void cut(long connection) {
        table.connectionClosed(connection);
        for (Effect.Send send : List.copyOf(sent)) {
            if (send.connectionId() == connection) {
                sent.remove(send);
                reply(send, CallReply.Failure.LOST);
            }
        }
    }

    Heard call(long clientId) {
        return call(clientId, new CbRecallSlotArgs(3), null);
    }

    Heard call(long clientId, CbArgOp operation, @Nullable RequestId cause) {
        return call(clientId, new ClientCall(operation, cause));
    }

    Heard call(long clientId, ClientCall call) {
        Heard heard = new Heard();
        carryOut(machine.call(clientId, call, heard, now));
        return heard;
    }

    void pass(long nanos) {
        now += nanos;
        carryOut(machine.tick(now));
    }

    /** The one call that is on its way; takes it off the wire. */
    Effect.Send next() {
        if (sent.size() != 1) {
            throw new AssertionError("not one call but " + sent);
        }
        return sent.removeFirst();
    }

    void reply(Effect.Send to, CallReply reply) {
        carryOut(machine.replied(to.attempt(), reply, now));
    }

    void answer(Effect.Send to) {
        reply(to, ok(to.compound(), 63));
    }

    void refuse(Effect.Send to, NfsStatus status) {
        reply(to, refusal(to, status));
    }

    /** CB_SEQUENCE fails. */
    static CallReply refusal(Effect.Send to, NfsStatus status) {
        CbResOp result = new CbStatusOnly(to.compound().ops().getFirst().op(), status);
        return new CallReply.Results(new CbCompoundRes(status, Opaque.EMPTY, List.of(result)));
    }

    static CallReply ok(CbCompoundArgs compound, int target) {
        return results(compound, target, NfsStatus.OK);
    }

    static CallReply results(CbCompoundArgs compound, int target, NfsStatus status) {
        CbSequenceArgs asked = sequenceOf(compound);
        CbSequenceResOk sequence =
                new CbSequenceResOk(
                        asked.sessionId(), asked.sequenceId(), asked.slotId(), 63, target);
        CbResOp result = new CbStatusOnly(compound.ops().getLast().op(), status);
        return new CallReply.Results(
                new CbCompoundRes(status, Opaque.EMPTY, List.of(sequence, result)));
    }

    static CbSequenceArgs sequenceOf(CbCompoundArgs compound) {
        return (CbSequenceArgs) compound.ops().getFirst();
    }

    static CbSequenceArgs sequenceOf(Effect.Send send) {
        return sequenceOf(send.compound());
    }

    static SessionId sessionOf(Effect.Send send) {
        return sequenceOf(send).sessionId();
    }

    static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw new AssertionError(refused);
        };
    }

    /** What a listener has heard. */
    static final class Heard implements ClientCalls.CallListener {
        final List<CallOutcome> outcomes = new ArrayList<>();

        @Override
        public void done(CallOutcome outcome) {
            outcomes.add(outcome);
        }

        boolean isEmpty() {
            return outcomes.isEmpty();
        }

        @Nullable NfsStatus status() {
            return outcomes.size() == 1
                            && outcomes.getFirst() instanceof CallOutcome.Answered(CbResOp result)
                    ? result.status()
                    : null;
        }

        boolean unreachable() {
            return outcomes.size() == 1 && outcomes.getFirst() instanceof CallOutcome.Unreachable;
        }
    }
}
