package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.fault.ClientBook;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SessionBook;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What may become of client owners and their records. */
public final class OwnerFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "unconfirmed-record-stays",
                        "B-029",
                        "EXCHANGE_ID of an owner with an unconfirmed record returns that record",
                        () -> Hooks.around(new Unconfirmed()),
                        "CID-060",
                        "CID-061",
                        "CID-062"),
                Fault.of(
                        "unconfirmed-record-is-in-use",
                        "B-029",
                        "an unconfirmed record keeps other users from its owner's name",
                        () -> nameInUse(false),
                        "CID-062"),
                Fault.of(
                        "name-is-in-use-for-ever",
                        "B-033",
                        "a name that a user has confirmed is refused to others for ever",
                        () -> nameInUse(true),
                        "CID-064",
                        "CID-082"),
                Fault.of(
                        "silent-client-stays-stale",
                        "B-034",
                        "the client id that a client gets after its lease has run out is stale",
                        () -> Hooks.around(new StaysStale()),
                        "CID-081"),
                Fault.of(
                        "update-without-confirmed-flag",
                        "B-156",
                        "an update returns no EXCHGID4_FLAG_CONFIRMED_R",
                        () -> updates(OwnerFaults::unconfirmed),
                        "CID-040"),
                Fault.of(
                        "plain-update-is-refused",
                        "B-156",
                        "an update that changes nothing gets NFS4ERR_NOENT",
                        () ->
                                updates(reply ->
                                        Replies.endWith(
                                                reply,
                                                new StatusOnly(
                                                        Operation.EXCHANGE_ID, NfsStatus.NOENT))),
                        "CID-040",
                        "CID-041"),
                Fault.of(
                        "unconfirmed-client-id-lives-for-ever",
                        "B-157",
                        "a client id can be confirmed although its lease has run out",
                        OwnerFaults::revived,
                        "CID-080"),
                Fault.of(
                        "owners-fill-the-table",
                        "B-157",
                        "with 1500 client ids given out there are no more",
                        OwnerFaults::full,
                        "CID-083"));
    }

    private static ServerHooks full() {
        AtomicInteger left = new AtomicInteger(1500);
        return Hooks.replies(reply ->
                Replies.endsWith(reply, Operation.EXCHANGE_ID, NfsStatus.OK)
                                && left.decrementAndGet() < 0
                        ? Replies.endWith(
                                reply, new StatusOnly(Operation.EXCHANGE_ID, NfsStatus.SERVERFAULT))
                        : reply);
    }

    /** Remembers results for owners until one of their client ids is confirmed. */
    private static final class Unconfirmed implements CompoundFilter {
        private final Map<Opaque, ExchangeIdResOk> results = new ConcurrentHashMap<>();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return request.ops().size() != 1
                    ? null
                    : Requests.first(request, ExchangeIdArgs.class)
                            .map(args -> results.get(args.clientOwner().ownerId()))
                            .map(ok -> Replies.endingWith(request, ok))
                            .orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Optional<ExchangeIdArgs> args = Requests.first(request, ExchangeIdArgs.class);
            if (args.isPresent()
                    && reply.results().getFirst() instanceof ExchangeIdResOk ok
                    && (ok.flags() & ExchangeIdFlags.CONFIRMED_R) == 0) {
                results.put(args.get().clientOwner().ownerId().detach(), ok);
            }
            Requests.first(request, CreateSessionArgs.class)
                    .filter(create -> reply.status().isOk())
                    .ifPresent(create ->
                            results.values().removeIf(ok -> ok.clientId() == create.clientId()));
            return reply;
        }
    }

    private static ServerHooks nameInUse(boolean onceConfirmed) {
        Map<Opaque, Long> users = new ConcurrentHashMap<>();
        ClientBook clients = new ClientBook();
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    private final long user = cx.caller().principal().uid();

                    @Override
                    public @Nullable CompoundRes instead(CompoundArgs request) {
                        return Requests.first(request, ExchangeIdArgs.class)
                                .map(args -> args.clientOwner().ownerId())
                                .filter(owner -> users.getOrDefault(owner, user) != user)
                                .filter(owner ->
                                        onceConfirmed == clients.confirmedOf(owner).isPresent())
                                .map(owner -> Replies.refusal(request, NfsStatus.CLID_INUSE))
                                .orElse(null);
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        clients.note(request, reply);
                        Requests.first(request, ExchangeIdArgs.class)
                                .filter(args -> reply.status().isOk())
                                .map(args -> args.clientOwner().ownerId().detach())
                                .ifPresent(owner -> users.putIfAbsent(owner, user));
                        return reply;
                    }
                });
    }

    /** Curses client ids that an owner gets after a lease of silence. */
    private static final class StaysStale implements CompoundFilter {
        private final ClientBook clients = new ClientBook();
        private final SessionBook sessions = new SessionBook();
        private final Map<Long, Long> used = new ConcurrentHashMap<>();
        private final Set<Long> stale = ConcurrentHashMap.newKeySet();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return Requests.first(request, CreateSessionArgs.class)
                    .filter(args -> stale.contains(args.clientId()))
                    .map(args -> Replies.refusal(request, NfsStatus.STALE_CLIENTID))
                    .orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            long now = System.nanoTime();
            if (reply.results().getFirst() instanceof ExchangeIdResOk ok) {
                Requests.first(request, ExchangeIdArgs.class)
                        .flatMap(clients::clientOf)
                        .filter(former -> stale.contains(former) || isSilent(former, now))
                        .ifPresent(former -> stale.add(ok.clientId()));
            }
            clients.note(request, reply);
            sessions.note(request, reply);
            Requests.sequence(request)
                    .flatMap(asked -> sessions.clientOf(asked.sessionId()))
                    .ifPresent(client -> used.put(client, now));
            return reply;
        }

        private boolean isSilent(long clientId, long now) {
            return clients.isConfirmed(clientId)
                    && now - used.getOrDefault(clientId, now) > EmbeddedServer.LEASE.toNanos();
        }
    }

    private static ServerHooks updates(UnaryOperator<CompoundRes> change) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean update =
                                reply.status().isOk()
                                        && Requests.first(request, ExchangeIdArgs.class)
                                                .filter(OwnerFaults::isUpdate)
                                                .isPresent();
                        return update ? change.apply(reply) : reply;
                    }
                });
    }

    private static boolean isUpdate(ExchangeIdArgs args) {
        return (args.flags() & ExchangeIdFlags.UPD_CONFIRMED_REC_A) != 0;
    }

    private static CompoundRes unconfirmed(CompoundRes reply) {
        return Replies.change(
                reply,
                ExchangeIdResOk.class,
                ok ->
                        new ExchangeIdResOk(
                                ok.clientId(),
                                ok.sequenceId(),
                                ok.flags() & ~ExchangeIdFlags.CONFIRMED_R,
                                ok.stateProtect(),
                                ok.serverOwner(),
                                ok.serverScope(),
                                ok.serverImplId()));
    }

    /** Has a client id that is stale asked for again, so that it can be confirmed after all. */
    private static ServerHooks revived() {
        Map<Long, CompoundArgs> given = new ConcurrentHashMap<>();
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (reply.results().getFirst() instanceof ExchangeIdResOk ok) {
                            given.put(ok.clientId(), Requests.kept(request));
                        }
                        return Requests.first(request, CreateSessionArgs.class)
                                .filter(args -> reply.status().equals(NfsStatus.STALE_CLIENTID))
                                .filter(args -> given.containsKey(args.clientId()))
                                .map(args -> create(args, request))
                                .orElse(reply);
                    }

                    private CompoundRes create(CreateSessionArgs args, CompoundArgs request) {
                        CompoundArgs exchange = given.get(args.clientId());
                        ExchangeIdResOk ok =
                                (ExchangeIdResOk)
                                        Hooks.ask(processor, cx, cx.caller(), exchange)
                                                .results()
                                                .getFirst();
                        CompoundArgs again =
                                Requests.change(
                                        request,
                                        CreateSessionArgs.class,
                                        old -> of(old, ok.clientId(), ok.sequenceId()));
                        return Replies.change(
                                Hooks.ask(processor, cx, cx.caller(), again),
                                CreateSessionResOk.class,
                                created ->
                                        new CreateSessionResOk(
                                                created.sessionId(),
                                                args.sequence(),
                                                created.flags(),
                                                created.foreChannelAttributes(),
                                                created.backChannelAttributes()));
                    }
                });
    }

    private static CreateSessionArgs of(CreateSessionArgs args, long clientId, int sequence) {
        return new CreateSessionArgs(
                clientId,
                sequence,
                args.flags(),
                args.foreChannelAttributes(),
                args.backChannelAttributes(),
                args.cbProgram(),
                args.secParms());
    }
}
