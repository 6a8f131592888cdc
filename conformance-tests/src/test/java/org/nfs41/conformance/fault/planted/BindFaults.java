package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectOps;
import org.nfs41.xdr.op.StateProtectR;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What may go wrong with connections and their channels. */
public final class BindFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "bind-gives-both-channels",
                        "",
                        "every connection is bound to both channels, whatever was demanded",
                        () -> bound(ok -> with(ok, ChannelDirFromServer.BOTH, false)),
                        "BIND-001"),
                Fault.of(
                        "bind-gives-rdma",
                        "",
                        "RDMA is granted over TCP to who asks for it",
                        BindFaults::rdma,
                        "BIND-012"),
                Fault.of(
                        "bind-to-nothing",
                        "",
                        "BIND_CONN_TO_SESSION of an unknown session answers NFS4ERR_INVAL",
                        () ->
                                Hooks.status(
                                        Operation.BIND_CONN_TO_SESSION,
                                        NfsStatus.BADSESSION,
                                        NfsStatus.INVAL),
                        "BIND-002"),
                Fault.of(
                        "bind-among-other-operations",
                        "B-054",
                        "BIND_CONN_TO_SESSION is executed with operations around it",
                        () -> Hooks.aroundEach(BindFaults::among),
                        "BIND-003",
                        "BIND-004"),
                Fault.of(
                        "other-channel-demanded-in-vain",
                        "B-055",
                        "a demand for other channels answers NFS4_OK and changes nothing",
                        BindFaults::inVain,
                        "BIND-006",
                        "BIND-007"),
                Fault.of(
                        "one-session-for-each-connection",
                        "B-059",
                        "a session loses its connection to the next one that is used on it",
                        () -> Hooks.aroundEach(new LastSession()),
                        "CS-067",
                        "BIND-011"),
                Fault.of(
                        "machine-credential-in-name-only",
                        "B-174",
                        "SP4_MACH_CRED is granted, and nothing is protected",
                        BindFaults::inNameOnly,
                        "BIND-102",
                        "CID-070"));
    }

    private static ServerHooks bound(UnaryOperator<BindConnToSessionResOk> change) {
        return Hooks.replies(reply -> Replies.change(reply, BindConnToSessionResOk.class, change));
    }

    /** Executes alone what was refused for not being alone. */
    private static CompoundFilter among(CompoundProcessor processor, CompoundContext cx) {
        return new CompoundFilter() {
            @Override
            public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                if (!Replies.endsWith(
                        reply, Operation.BIND_CONN_TO_SESSION, NfsStatus.NOT_ONLY_OP)) {
                    return reply;
                }
                ArgOp bind = request.ops().get(reply.results().size() - 1);
                return Replies.endWith(reply, Hooks.ask(processor, cx, bind).results().getFirst());
            }
        };
    }

    private static ServerHooks inVain() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return Replies.endsWith(
                                                reply,
                                                Operation.BIND_CONN_TO_SESSION,
                                                NfsStatus.INVAL)
                                        && request.ops().getFirst()
                                                instanceof BindConnToSessionArgs args
                                ? Replies.endWith(
                                        reply,
                                        new BindConnToSessionResOk(
                                                args.sessionId(), ChannelDirFromServer.BOTH, false))
                                : reply;
                    }
                });
    }

    /** Remembers of each connection the sessions it has had, the last one at the end. */
    private static final class LastSession
            implements BiFunction<CompoundProcessor, CompoundContext, CompoundFilter> {
        private final Map<Long, List<SessionId>> had = new ConcurrentHashMap<>();

        @Override
        public CompoundFilter apply(CompoundProcessor processor, CompoundContext cx) {
            return new CompoundFilter() {
                @Override
                public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                    Optional<SequenceArgs> sequence = Requests.sequence(request);
                    boolean lost =
                            sequence.isPresent()
                                    && isLost(
                                            cx.caller().connectionId(), sequence.get().sessionId());
                    return lost
                            ? new CompoundRes(
                                    NfsStatus.CONN_NOT_BOUND_TO_SESSION,
                                    reply.tag(),
                                    List.of(
                                            new StatusOnly(
                                                    Operation.SEQUENCE,
                                                    NfsStatus.CONN_NOT_BOUND_TO_SESSION)))
                            : reply;
                }
            };
        }

        private boolean isLost(long connection, SessionId session) {
            List<SessionId> sessions =
                    had.computeIfAbsent(connection, id -> new CopyOnWriteArrayList<>());
            if (!sessions.contains(session)) {
                sessions.add(session);
            }
            return !sessions.getLast().equals(session);
        }
    }

    private static ServerHooks inNameOnly() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        return Requests.change(
                                request,
                                ExchangeIdArgs.class,
                                args ->
                                        new ExchangeIdArgs(
                                                args.clientOwner(),
                                                args.flags(),
                                                new StateProtectA.None(),
                                                args.clientImplId()));
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return Requests.first(request, ExchangeIdArgs.class)
                                .map(args -> granted(reply, args.stateProtect()))
                                .orElse(reply);
                    }
                });
    }

    private static CompoundRes granted(CompoundRes reply, StateProtectA asked) {
        if (!(asked instanceof StateProtectA.MachCred(StateProtectOps ops))) {
            return reply;
        }
        return Replies.change(
                reply,
                ExchangeIdResOk.class,
                ok ->
                        new ExchangeIdResOk(
                                ok.clientId(),
                                ok.sequenceId(),
                                ok.flags(),
                                new StateProtectR.MachCred(ops),
                                ok.serverOwner(),
                                ok.serverScope(),
                                ok.serverImplId()));
    }

    private static ServerHooks rdma() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean wanted =
                                request.ops().stream()
                                        .anyMatch(op ->
                                                op instanceof BindConnToSessionArgs args
                                                        && args.useConnInRdmaMode());
                        return Replies.change(
                                reply,
                                BindConnToSessionResOk.class,
                                ok -> with(ok, ok.dir(), wanted));
                    }
                });
    }

    private static BindConnToSessionResOk with(
            BindConnToSessionResOk ok, ChannelDirFromServer dir, boolean rdma) {
        return new BindConnToSessionResOk(ok.sessionId(), dir, rdma);
    }
}
