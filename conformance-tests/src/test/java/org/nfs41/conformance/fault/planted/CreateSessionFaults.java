package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Channels;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What CREATE_SESSION may do wrong besides the session that it makes. */
public final class CreateSessionFaults implements FaultGroup {
    /** Into this no reply fits that a client could use. */
    private static final int USELESS_REPLY = 64;

    /** What some servers think that every client has to offer. */
    private static final int LARGE_REQUEST = 1024;

    /** How long making a session seems to take. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    /** Client id, sequence id, flags and six attributes stand before ca_rdma_ird. */
    private static final int BEFORE_DEPTHS = Long.BYTES + 8 * Integer.BYTES;

    /** So many refused requests cost one slot. */
    private static final int REFUSALS_PER_SLOT = 50;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "stranger-confirms-a-client-id",
                        "B-039",
                        "any user can confirm a client id with CREATE_SESSION",
                        CreateSessionFaults::anyUser,
                        "CS-027"),
                Fault.of(
                        "create-session-in-progress-is-misordered",
                        "B-164",
                        "a CREATE_SESSION that comes a second time while the first is in progress"
                                + " answers NFS4ERR_SEQ_MISORDERED",
                        CreateSessionFaults::inProgress,
                        "CS-029"),
                Fault.of(
                        "create-session-before-the-first-is-stale",
                        "B-165",
                        "a csa_sequence one before eir_sequenceid answers NFS4ERR_STALE_CLIENTID",
                        () -> Hooks.around(new BeforeTheFirst()),
                        "CS-024"),
                Fault.of(
                        "useless-reply-size-taken",
                        "B-168",
                        "a ca_maxresponsesize into which no reply fits is granted",
                        CreateSessionFaults::anyReplySize,
                        "CS-036"),
                Fault.of(
                        "short-requests-refused",
                        "B-168",
                        "a ca_maxrequestsize of 1024 bytes or fewer answers NFS4ERR_TOOSMALL",
                        CreateSessionFaults::noShortRequests,
                        "CS-038"),
                Fault.of(
                        "second-read-queue-depth-ignored",
                        "B-170",
                        "ca_rdma_ird with two elements is taken",
                        () -> Hooks.compound(CreateSessionFaults::secondDepthIgnored),
                        "CS-039"),
                Fault.of(
                        "refused-create-session-leaks",
                        "B-171",
                        "each CREATE_SESSION that is refused keeps memory meant for slots",
                        CreateSessionFaults::leaking,
                        "CS-052"));
    }

    /** CREATE_SESSION comes in the name of whoever sent EXCHANGE_ID. */
    private static ServerHooks anyUser() {
        Map<Long, Caller> owners = new ConcurrentHashMap<>();
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        Requests.first(request, CreateSessionArgs.class)
                                .map(args -> owners.get(args.clientId()))
                                .ifPresent(owner -> Hooks.begin(cx, inTheNameOf(owner, cx), 0));
                        return request;
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        for (ResOp result : reply.results()) {
                            if (result instanceof ExchangeIdResOk ok) {
                                owners.putIfAbsent(ok.clientId(), cx.caller());
                            }
                        }
                        return reply;
                    }
                });
    }

    private static Caller inTheNameOf(Caller owner, CompoundContext cx) {
        return new Caller(owner.principal(), owner.credentials(), cx.caller().connectionId());
    }

    /** A retry on another connection within a moment of the first is taken for simultaneous. */
    private static ServerHooks inProgress() {
        Map<Call, First> firsts = new ConcurrentHashMap<>();
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        First now = new First(cx.caller().connectionId(), System.nanoTime());
                        boolean busy =
                                Requests.first(request, CreateSessionArgs.class)
                                        .map(args -> firsts.putIfAbsent(Call.of(args), now))
                                        .map(first -> first.inProgress(now))
                                        .orElse(false);
                        return busy && reply.status().isOk()
                                ? refused(reply, NfsStatus.SEQ_MISORDERED)
                                : reply;
                    }
                });
    }

    /** Which CREATE_SESSION it is. */
    private record Call(long clientId, int sequence) {
        static Call of(CreateSessionArgs args) {
            return new Call(args.clientId(), args.sequence());
        }
    }

    private record First(long connection, long nanos) {
        boolean inProgress(First other) {
            return connection != other.connection && other.nanos - nanos < MOMENT;
        }
    }

    private static CompoundRes refused(CompoundRes reply, NfsStatus status) {
        return Replies.endWith(reply, new StatusOnly(Operation.CREATE_SESSION, status));
    }

    /** Knows of each client id the sequence id that it was given. */
    private static final class BeforeTheFirst implements CompoundFilter {
        private final Map<Long, Integer> given = new ConcurrentHashMap<>();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            for (ResOp result : reply.results()) {
                if (result instanceof ExchangeIdResOk ok) {
                    given.put(ok.clientId(), ok.sequenceId());
                }
            }
            boolean before =
                    Requests.first(request, CreateSessionArgs.class)
                            .filter(args ->
                                    Integer.valueOf(args.sequence() + 1)
                                            .equals(given.get(args.clientId())))
                            .isPresent();
            return before && Replies.endsWith(reply, NfsStatus.SEQ_MISORDERED)
                    ? refused(reply, NfsStatus.STALE_CLIENTID)
                    : reply;
        }
    }

    private static ServerHooks anyReplySize() {
        return Channels.fore(
                asked ->
                        asked.maxResponseSize() <= USELESS_REPLY
                                ? Channels.sizes(asked, asked.maxRequestSize(), LARGE_REQUEST, 0)
                                : asked,
                (asked, ok) ->
                        asked.maxResponseSize() <= USELESS_REPLY
                                ? Channels.sizes(
                                        ok, ok.maxRequestSize(), asked.maxResponseSize(), 0)
                                : ok);
    }

    private static ServerHooks noShortRequests() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean isShort =
                                Requests.first(request, CreateSessionArgs.class)
                                        .map(args -> args.foreChannelAttributes().maxRequestSize())
                                        .filter(size -> size <= LARGE_REQUEST)
                                        .isPresent();
                        return isShort ? refused(reply, NfsStatus.TOOSMALL) : reply;
                    }
                });
    }

    /** The second of two elements is taken out of requests that have nothing else in them. */
    private static CompoundProcessor secondDepthIgnored(CompoundProcessor processor) {
        return (cx, args, out) -> {
            int from = args.position();
            int to = from + args.remaining();
            int count = CompoundHeader.decode(args).opCount();
            boolean create = count == 1 && args.readInt() == Operation.CREATE_SESSION.value();
            int depths = args.position() + BEFORE_DEPTHS;
            boolean two = create && depths < to && args.buffer().getInt(depths) == 2;
            args.reset(args.buffer(), from, to);
            if (!two) {
                processor.execute(cx, args, out);
                return;
            }
            XdrWriter changed = new XdrWriter();
            changed.writeRaw(args.buffer(), from, depths - from);
            changed.writeInt(1);
            int rest = depths + 2 * Integer.BYTES;
            changed.writeRaw(args.buffer(), rest, Integer.BYTES);
            rest += Integer.BYTES;
            changed.writeRaw(args.buffer(), rest, to - rest);
            processor.execute(cx, new XdrReader(changed.toByteArray()), out);
        };
    }

    private static ServerHooks leaking() {
        AtomicInteger refused = new AtomicInteger();
        return Hooks.replies(reply -> {
            if (Replies.endsWith(reply, Operation.CREATE_SESSION, NfsStatus.TOOSMALL)) {
                refused.incrementAndGet();
            }
            int lost = refused.get() / REFUSALS_PER_SLOT;
            return Replies.change(
                    reply,
                    CreateSessionResOk.class,
                    ok ->
                            new CreateSessionResOk(
                                    ok.sessionId(),
                                    ok.sequence(),
                                    ok.flags(),
                                    fewer(ok.foreChannelAttributes(), lost),
                                    ok.backChannelAttributes()));
        });
    }

    private static ChannelAttributes fewer(ChannelAttributes channel, int lost) {
        return Channels.counts(
                channel, channel.maxOperations(), Math.max(1, channel.maxRequests() - lost));
    }
}
