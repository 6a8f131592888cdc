package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SessionBook;
import org.nfs41.conformance.fault.SlotNumbers;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What may renew a lease wrongly, or not renew it, and what is said when it is over. */
public final class LeaseFaults implements FaultGroup {
    private static final int LOSSES =
            SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "failing-sequence-renews-the-lease",
                        "B-009",
                        "a SEQUENCE that fails renews the lease",
                        () -> renewing(Renewal.OWN, LeaseFaults::failed),
                        "SEQ-058"),
                Fault.of(
                        "misordered-sequence-renews-the-lease",
                        "B-009",
                        "a SEQUENCE that is misordered renews the lease",
                        () ->
                                renewing(
                                        Renewal.OWN,
                                        reply -> reply.status().equals(NfsStatus.SEQ_MISORDERED)),
                        "SEQ-058"),
                Fault.of(
                        "too-many-operations-renew-the-lease",
                        "B-009",
                        "a SEQUENCE with NFS4ERR_TOO_MANY_OPS renews the lease",
                        () ->
                                renewing(
                                        Renewal.OWN,
                                        reply -> reply.status().equals(NfsStatus.TOO_MANY_OPS)),
                        "SEQ-058"),
                Fault.of(
                        "files-open-keep-the-lease",
                        "B-186",
                        "the lease of a client that has opened a file never runs out",
                        () -> renewing(Renewal.OF_OPENERS, reply -> true),
                        "SEQ-058",
                        "SEQ-059"),
                Fault.of(
                        "kept-reply-does-not-renew-the-lease",
                        "B-150",
                        "an answer from the reply cache does not renew the lease",
                        () -> Hooks.around(new Unrenewed()),
                        "SEQ-057"),
                Fault.of(
                        "sequence-alone-does-not-renew-the-lease",
                        "",
                        "a SEQUENCE without other operations does not renew the lease",
                        () -> Hooks.around(new AloneUnseen()),
                        "SEQ-056",
                        "SEQ-100"),
                Fault.of(
                        "session-ends-after-half-a-lease",
                        "",
                        "a session that was not used for half a lease is gone",
                        () -> Hooks.around(new Restless()),
                        "SEQ-100"),
                Fault.of(
                        "lapsed-client-is-stale",
                        "B-024",
                        "SEQUENCE of a client whose lease has run out gets NFS4ERR_STALE_CLIENTID",
                        () -> Hooks.around(new Lapsed(NfsStatus.STALE_CLIENTID)),
                        "SEQ-059"),
                Fault.of(
                        "lapsed-client-is-expired",
                        "B-024",
                        "SEQUENCE of a client whose lease has run out gets NFS4ERR_EXPIRED",
                        () -> Hooks.around(new Lapsed(NfsStatus.EXPIRED)),
                        "SEQ-059"));
    }

    private static boolean failed(CompoundRes reply) {
        return !reply.results().isEmpty() && !reply.results().getFirst().status().isOk();
    }

    /** Whose lease is renewed. */
    private enum Renewal {
        /** That of the session named in the request. */
        OWN,
        /** Those of all who have opened files. */
        OF_OPENERS
    }

    /** The last request of a session that was executed, and who sent it. */
    private record Done(CompoundArgs request, Caller caller) {}

    /** Renews leases by retries that nobody sent, after requests with a reply of some kind. */
    private static ServerHooks renewing(Renewal whose, Predicate<CompoundRes> when) {
        Map<SessionId, Done> done = new ConcurrentHashMap<>();
        Set<SessionId> openers = ConcurrentHashMap.newKeySet();
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        Requests.sequence(request)
                                .ifPresent(asked -> answered(asked, request, reply));
                        return reply;
                    }

                    private void answered(
                            SequenceArgs asked, CompoundArgs request, CompoundRes reply) {
                        SessionId session = asked.sessionId();
                        if (!failed(reply)) {
                            done.put(session, new Done(Requests.kept(request), cx.caller()));
                        }
                        if (reply.results().stream().anyMatch(OpenResOk.class::isInstance)) {
                            openers.add(session);
                        }
                        if (when.test(reply)) {
                            Set<SessionId> renewed =
                                    whose == Renewal.OWN ? Set.of(session) : openers;
                            renewed.forEach(id -> retry(processor, cx, done.get(id)));
                        }
                    }
                });
    }

    private static void retry(
            CompoundProcessor processor, CompoundContext cx, @Nullable Done done) {
        if (done != null) {
            Hooks.ask(processor, cx, done.caller(), done.request());
        }
    }

    /** Answers retries without telling the server. */
    private static final class Unrenewed implements CompoundFilter {
        private final Map<SequenceArgs, CompoundRes> kept = new ConcurrentHashMap<>();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return Requests.sequence(request).map(kept::get).orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.sequence(request)
                    .filter(asked -> asked.cacheThis() && !failed(reply))
                    .ifPresent(asked -> kept.put(asked, reply));
            return reply;
        }
    }

    /** Answers every SEQUENCE that is alone without telling the server. */
    private static final class AloneUnseen implements CompoundFilter {
        private final SlotNumbers numbers =
                new SlotNumbers((request, asked, last) ->
                        last == null || last.isRepeatedBy(asked) ? null : last.next());

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return Requests.sequence(request)
                    .filter(asked -> request.ops().size() == 1)
                    .map(asked ->
                            Replies.endingWith(
                                    request,
                                    new SequenceResOk(
                                            asked.sessionId(),
                                            asked.sequenceId(),
                                            asked.slotId(),
                                            asked.highestSlotId(),
                                            asked.highestSlotId(),
                                            0)))
                    .orElse(null);
        }

        @Override
        public CompoundArgs request(CompoundArgs request) {
            return numbers.request(request);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            return numbers.reply(request, reply);
        }
    }

    /** Forgets sessions that rest. */
    private static final class Restless implements CompoundFilter {
        private static final long HALF = EmbeddedServer.LEASE.toNanos() / 2;

        private final Map<SessionId, Long> used = new ConcurrentHashMap<>();

        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            long now = System.nanoTime();
            return Requests.sequence(request)
                    .map(SequenceArgs::sessionId)
                    .filter(session -> now - used.getOrDefault(session, now) > HALF)
                    .map(session -> Replies.refusal(request, NfsStatus.BADSESSION))
                    .orElse(null);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.sequence(request)
                    .ifPresent(asked -> used.put(asked.sessionId(), System.nanoTime()));
            return reply;
        }
    }

    /** Answers SEQUENCE on sessions that nobody destroyed and that tell of a loss with an error. */
    private static final class Lapsed implements CompoundFilter {
        private final SessionBook sessions = new SessionBook();
        private final NfsStatus status;

        Lapsed(NfsStatus status) {
            this.status = status;
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            sessions.note(request, reply);
            return Requests.sequence(request)
                    .filter(asked -> sessions.clientOf(asked.sessionId()).isPresent())
                    .filter(asked -> tellsOfLoss(reply))
                    .map(asked -> Replies.refusal(request, status))
                    .orElse(reply);
        }

        private static boolean tellsOfLoss(CompoundRes reply) {
            return reply.status().equals(NfsStatus.BADSESSION)
                    || (reply.results().getFirst() instanceof SequenceResOk ok
                            && (ok.statusFlags() & LOSSES) != 0);
        }
    }
}
