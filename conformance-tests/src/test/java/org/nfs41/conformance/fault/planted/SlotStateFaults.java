package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SlotNumbers;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a slot may hold wrongly after a request, or while one is being executed. */
public final class SlotStateFaults implements FaultGroup {
    /** For how long a slot is brought up to date too late. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** So far from the right one that a sequence id is certainly wrong. */
    private static final int FAR = 1000;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "uncached-request-leaves-its-slot",
                        "B-006",
                        "a request without sa_cachethis does not move its slot on: the next"
                                + " sequence id is misordered",
                        () -> Hooks.around(new SlotNumbers(new NotMovedOn())),
                        "SEQ-013"),
                Fault.of(
                        "too-big-to-cache-is-not-kept",
                        "B-019",
                        "a retry of what ended with NFS4ERR_REP_TOO_BIG_TO_CACHE is executed a"
                                + " second time",
                        () -> Hooks.around(new TooBigNotKept()),
                        "SEQ-039"),
                Fault.of(
                        "too-big-to-cache-is-uncached",
                        "B-019",
                        "a retry of what ended with NFS4ERR_REP_TOO_BIG_TO_CACHE gets"
                                + " NFS4ERR_RETRY_UNCACHED_REP",
                        () -> Hooks.around(new TooBigUncached()),
                        "SEQ-039"),
                Fault.of(
                        "retry-at-once-is-executed-again",
                        "B-012",
                        "a slot is brought up to date 50 ms too late: a retry that comes before is"
                                + " executed a second time",
                        () -> Hooks.around(new Late()),
                        "SEQ-060",
                        "SEQ-061",
                        "SEQ-063"));
    }

    /** One slot of one session. */
    private record Slot(SessionId session, int number) {
        static Slot of(SequenceArgs args) {
            return new Slot(args.sessionId(), args.slotId());
        }
    }

    private static final class NotMovedOn implements SlotNumbers.Rule {
        private final Map<Slot, SequenceArgs> lasts = new ConcurrentHashMap<>();

        @Override
        public @Nullable Integer tell(
                CompoundArgs request, SequenceArgs asked, SlotNumbers.@Nullable Last last) {
            SequenceArgs before = lasts.put(Slot.of(asked), asked);
            boolean stuck =
                    last != null
                            && before != null
                            && !before.cacheThis()
                            && !last.isRepeatedBy(asked);
            return stuck ? last.server() + FAR : null;
        }
    }

    /** What was answered NFS4ERR_REP_TOO_BIG_TO_CACHE by a later operation than SEQUENCE. */
    private static final class TooBig {
        private final Set<SequenceArgs> requests = ConcurrentHashMap.newKeySet();

        void note(CompoundArgs request, CompoundRes reply) {
            if (Replies.endsWith(reply, NfsStatus.REP_TOO_BIG_TO_CACHE)
                    && reply.results().size() > 1) {
                Requests.sequence(request).ifPresent(requests::add);
            }
        }

        boolean has(SequenceArgs args) {
            return requests.contains(args);
        }
    }

    private static final class TooBigNotKept implements CompoundFilter {
        private final TooBig known = new TooBig();
        private final SlotNumbers numbers =
                new SlotNumbers((request, asked, last) ->
                        last != null && last.isRepeatedBy(asked) && known.has(asked)
                                ? last.next()
                                : null);

        @Override
        public CompoundArgs request(CompoundArgs request) {
            return numbers.request(request);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            known.note(request, reply);
            return numbers.reply(request, reply);
        }
    }

    private static final class TooBigUncached implements CompoundFilter {
        private final TooBig known = new TooBig();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            boolean again = Requests.sequence(request).filter(known::has).isPresent();
            known.note(request, reply);
            return again
                    ? Replies.endingWith(
                            request,
                            reply.results().getFirst(),
                            new StatusOnly(request.ops().get(1).op(), NfsStatus.RETRY_UNCACHED_REP))
                    : reply;
        }
    }

    private static final class Late implements CompoundFilter {
        private final Map<SequenceArgs, Long> answered = new ConcurrentHashMap<>();
        private final SlotNumbers numbers =
                new SlotNumbers((request, asked, last) ->
                        last != null && last.isRepeatedBy(asked) && isNew(asked)
                                ? last.next()
                                : null);

        private boolean isNew(SequenceArgs asked) {
            Long when = answered.get(asked);
            return when != null && System.nanoTime() - when < LATE_NANOS;
        }

        @Override
        public CompoundArgs request(CompoundArgs request) {
            return numbers.request(request);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.sequence(request)
                    .ifPresent(asked -> answered.putIfAbsent(asked, System.nanoTime()));
            return numbers.reply(request, reply);
        }
    }
}
