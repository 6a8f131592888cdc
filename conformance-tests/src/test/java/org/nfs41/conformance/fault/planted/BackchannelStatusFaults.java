package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientBook;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/** What clients may be told wrongly: of their backchannel, or to come again later. */
public final class BackchannelStatusFaults implements FaultGroup {
    private static final int DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "lost-backchannel-is-not-told",
                        "",
                        "sr_status_flags never tells that the backchannel is down",
                        () -> flags((session, flags) -> flags & ~DOWN),
                        "SEQ-105"),
                Fault.of(
                        "lost-backchannel-is-told-once",
                        "",
                        "sr_status_flags tells only once that the backchannel is down",
                        BackchannelStatusFaults::once,
                        "SEQ-105"),
                Fault.of(
                        "backchannel-stays-down",
                        "B-061",
                        "a backchannel that was lost is told to be down after it is bound again",
                        BackchannelStatusFaults::forEver,
                        "SEQ-105",
                        "BIND-100"),
                Fault.of(
                        "sequence-binds-the-backchannel",
                        "B-057",
                        "SEQUENCE binds its connection to the backchannel, too",
                        BackchannelStatusFaults::boundBySequence,
                        "SEQ-105"),
                Fault.of(
                        "delay-of-create-session-is-kept",
                        "B-155",
                        "CREATE_SESSION of a restarted client gets NFS4ERR_DELAY, and so does each"
                                + " retry of it",
                        () -> Hooks.around(new KeptDelay()),
                        "SEQ-104"));
    }

    /** Changes flags with regard to the session. */
    @FunctionalInterface
    private interface Change {
        int apply(SessionId session, int flags);
    }

    private static ServerHooks flags(Change change) {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        SequenceResOk.class,
                        ok -> with(ok, flags -> change.apply(ok.sessionId(), flags))));
    }

    private static SequenceResOk with(SequenceResOk ok, IntUnaryOperator change) {
        return new SequenceResOk(
                ok.sessionId(),
                ok.sequenceId(),
                ok.slotId(),
                ok.highestSlotId(),
                ok.targetHighestSlotId(),
                change.applyAsInt(ok.statusFlags()));
    }

    private static ServerHooks once() {
        Set<SessionId> told = ConcurrentHashMap.newKeySet();
        return flags((session, flags) ->
                (flags & DOWN) == 0 || told.add(session) ? flags : flags & ~DOWN);
    }

    private static ServerHooks forEver() {
        Map<SessionId, Integer> down = new ConcurrentHashMap<>();
        return flags(
                (session, flags) -> flags | down.merge(session, flags & DOWN, (a, b) -> a | b));
    }

    private static ServerHooks boundBySequence() {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        Requests.sequence(request)
                                .map(asked ->
                                        new BindConnToSessionArgs(
                                                asked.sessionId(),
                                                ChannelDirFromClient.BACK_OR_BOTH,
                                                false))
                                .ifPresent(bind -> Hooks.ask(processor, cx, bind));
                        return reply;
                    }
                });
    }

    /** Answers every CREATE_SESSION that confirms a new incarnation with NFS4ERR_DELAY. */
    private static final class KeptDelay implements CompoundFilter {
        private final ClientBook clients = new ClientBook();
        private final Set<Long> incarnations = ConcurrentHashMap.newKeySet();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return Requests.first(request, CreateSessionArgs.class)
                    .filter(args -> incarnations.contains(args.clientId()))
                    .map(args -> Replies.refusal(request, NfsStatus.DELAY))
                    .orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            if (reply.results().getFirst() instanceof ExchangeIdResOk ok) {
                Requests.first(request, ExchangeIdArgs.class)
                        .flatMap(clients::clientOf)
                        .filter(former -> former != ok.clientId() && clients.isConfirmed(former))
                        .ifPresent(former -> incarnations.add(ok.clientId()));
            }
            clients.note(request, reply);
            return reply;
        }
    }
}
