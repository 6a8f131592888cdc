package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientBook;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SessionBook;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SetClientIdArgs;
import org.nfs41.xdr.op.SetClientIdConfirmArgs;
import org.nfs41.xdr.op.SetClientIdResOk;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectR;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Protection that is not there, and a name that two minor versions share. */
public final class ProtectionFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "protection-silently-left-out",
                        "B-159",
                        "EXCHANGE_ID that asks for state protection is granted without it",
                        () -> Hooks.requests(ProtectionFaults::unprotected),
                        "CID-070",
                        "CID-071"),
                Fault.of(
                        "protection-in-name-only",
                        "B-159",
                        "SP4_MACH_CRED is granted to whoever asks, and nothing is protected",
                        () -> Hooks.around(new InName()),
                        "CID-070",
                        "CID-100"),
                Fault.of(
                        "protection-changed-later",
                        "B-158",
                        "a confirmed client that asks for state protection has it from then on,"
                                + " although it is told an error",
                        () -> Hooks.around(new Later()),
                        "CID-100"),
                Fault.of(
                        "one-record-for-both-minor-versions",
                        "B-163",
                        "SETCLIENTID of NFSv4.0 replaces the client of the same name",
                        () -> Hooks.around(new BothVersions()),
                        "CID-068"));
    }

    private static CompoundArgs unprotected(CompoundArgs request) {
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

    private static final class InName implements CompoundFilter {
        @Override
        public CompoundArgs request(CompoundArgs request) {
            return unprotected(request);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            ExchangeIdArgs args = Requests.first(request, ExchangeIdArgs.class).orElse(null);
            return args != null && args.stateProtect() instanceof StateProtectA.MachCred asked
                    ? Replies.change(
                            reply,
                            ExchangeIdResOk.class,
                            ok -> with(ok, new StateProtectR.MachCred(asked.ops())))
                    : reply;
        }

        private static ExchangeIdResOk with(ExchangeIdResOk ok, StateProtectR protection) {
            return new ExchangeIdResOk(
                    ok.clientId(),
                    ok.sequenceId(),
                    ok.flags(),
                    protection,
                    ok.serverOwner(),
                    ok.serverScope(),
                    ok.serverImplId());
        }
    }

    private static final class Later implements CompoundFilter {
        private final ClientBook clients = new ClientBook();
        private final SessionBook sessions = new SessionBook();
        private final Set<Long> isProtected = ConcurrentHashMap.newKeySet();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            Requests.first(request, ExchangeIdArgs.class)
                    .filter(args -> !(args.stateProtect() instanceof StateProtectA.None))
                    .flatMap(clients::clientOf)
                    .filter(clients::isConfirmed)
                    .ifPresent(isProtected::add);
            return Requests.first(request, DestroySessionArgs.class)
                    .map(DestroySessionArgs::sessionId)
                    .flatMap(sessions::clientOf)
                    .filter(isProtected::contains)
                    .map(client -> Replies.refusal(request, NfsStatus.WRONG_CRED))
                    .orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            clients.note(request, reply);
            sessions.note(request, reply);
            return reply;
        }
    }

    /** Answers the two operations of minor version 0, and ends sessions by them. */
    private static final class BothVersions implements CompoundFilter {
        private final ClientBook clients = new ClientBook();
        private final SessionBook sessions = new SessionBook();
        private final Set<SessionId> ended = ConcurrentHashMap.newKeySet();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            if (request.minorVersion() == 0 && !request.ops().isEmpty()) {
                return switch (request.ops().getFirst()) {
                    case SetClientIdArgs args -> replaced(request, args.client().id());
                    case SetClientIdConfirmArgs args ->
                            Replies.endingWith(request, new StatusOnly(args.op(), NfsStatus.OK));
                    default -> null;
                };
            }
            return Requests.sequence(request)
                    .filter(asked -> ended.contains(asked.sessionId()))
                    .map(asked -> Replies.refusal(request, NfsStatus.BADSESSION))
                    .orElse(null);
        }

        private CompoundRes replaced(CompoundArgs request, Opaque name) {
            clients.confirmedOf(name).map(sessions::sessionsOf).ifPresent(ended::addAll);
            return Replies.endingWith(request, new SetClientIdResOk(1, 1));
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            clients.note(request, reply);
            sessions.note(request, reply);
            return reply;
        }
    }
}
