package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Channels;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What may go wrong with sessions as a whole. */
public final class SessionFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "create-session-retry-makes-another",
                        "B-036",
                        "a retried CREATE_SESSION makes a second session",
                        () -> Hooks.around(new Again()),
                        "CS-020",
                        "CS-021"),
                Fault.of(
                        "stored-result-ends-with-its-session",
                        "B-036",
                        "a CREATE_SESSION is not known again once its session was destroyed",
                        () -> Hooks.around(new Forgetful()),
                        "CS-100"),
                Fault.of(
                        "misordered-create-session-is-stale",
                        "B-038",
                        "CREATE_SESSION out of sequence answers NFS4ERR_STALE_CLIENTID",
                        () ->
                                Hooks.status(
                                        Operation.CREATE_SESSION,
                                        NfsStatus.SEQ_MISORDERED,
                                        NfsStatus.STALE_CLIENTID),
                        "CS-024",
                        "CS-025"),
                Fault.of(
                        "sequence-of-create-session-is-next",
                        "B-166",
                        "csr_sequence is one more than csa_sequence",
                        () -> created((asked, ok) -> with(ok, ok.sequence() + 1, ok.flags())),
                        "CS-001"),
                Fault.of(
                        "flags-of-create-session-echoed",
                        "B-040",
                        "csr_flags repeats csa_flags",
                        () -> created((asked, ok) -> with(ok, ok.sequence(), asked.flags())),
                        "CS-009"),
                Fault.of(
                        "granted-more-than-asked",
                        "B-167",
                        "the fore channel has larger sizes and more slots than was asked for",
                        SessionFaults::more,
                        "CS-030",
                        "CS-031"),
                Fault.of(
                        "back-channel-of-its-own",
                        "B-041",
                        "the backchannel has more slots and operations than the client takes",
                        () -> created((asked, ok) -> largerBack(ok)),
                        "CS-035"),
                Fault.of(
                        "session-destroyed-in-name-only",
                        "",
                        "DESTROY_SESSION answers NFS4_OK and does nothing",
                        () -> Hooks.operation(Operation.DESTROY_SESSION, SessionFaults::inNameOnly),
                        "CS-060",
                        "SEQ-048"),
                Fault.of(
                        "another-session-not-destroyed",
                        "B-045",
                        "DESTROY_SESSION is refused unless it is the last operation",
                        () -> Hooks.operation(Operation.DESTROY_SESSION, SessionFaults::ownOnly),
                        "CS-062"),
                Fault.of(
                        "session-destroyed-twice",
                        "",
                        "DESTROY_SESSION of a session that is gone answers NFS4_OK",
                        () ->
                                Hooks.status(
                                        Operation.DESTROY_SESSION,
                                        NfsStatus.BADSESSION,
                                        NfsStatus.OK),
                        "CS-065"),
                Fault.of(
                        "own-session-not-destroyed",
                        "B-046",
                        "DESTROY_SESSION is refused in a COMPOUND of the session",
                        () -> Hooks.operation(Operation.DESTROY_SESSION, SessionFaults::notOwn),
                        "CS-060",
                        "CS-062"));
    }

    /** Numbers CREATE_SESSIONs of a client through, retries included. */
    private static final class Again implements CompoundFilter {
        private final Map<Long, Last> lasts = new ConcurrentHashMap<>();

        private record Last(int client, int server) {}

        @Override
        public CompoundArgs request(CompoundArgs request) {
            return Requests.change(request, CreateSessionArgs.class, this::forServer);
        }

        private CreateSessionArgs forServer(CreateSessionArgs args) {
            Last last = lasts.get(args.clientId());
            if (last == null) {
                return args;
            }
            int distance = last.server() - last.client();
            int again = last.client() == args.sequence() ? 1 : 0;
            return new CreateSessionArgs(
                    args.clientId(),
                    args.sequence() + distance + again,
                    args.flags(),
                    args.foreChannelAttributes(),
                    args.backChannelAttributes(),
                    args.cbProgram(),
                    args.secParms());
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            return tell(
                    request,
                    reply,
                    (asked, ok) -> {
                        lasts.put(asked.clientId(), new Last(asked.sequence(), ok.sequence()));
                        return with(ok, asked.sequence(), ok.flags());
                    });
        }
    }

    /** Takes a result that names a destroyed session for none. */
    private static final class Forgetful implements CompoundFilter {
        private final Set<SessionId> gone = ConcurrentHashMap.newKeySet();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            if (reply.status().isOk()) {
                Requests.first(request, DestroySessionArgs.class)
                        .ifPresent(args -> gone.add(args.sessionId()));
            }
            return !reply.results().isEmpty()
                            && reply.results().getLast() instanceof CreateSessionResOk ok
                            && gone.contains(ok.sessionId())
                    ? Replies.endWith(
                            reply,
                            new StatusOnly(Operation.CREATE_SESSION, NfsStatus.SEQ_MISORDERED))
                    : reply;
        }
    }

    /** Makes of a result another one. */
    private interface Change {
        CreateSessionResOk apply(CreateSessionArgs asked, CreateSessionResOk ok);
    }

    private static ServerHooks created(Change change) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return tell(request, reply, change);
                    }
                });
    }

    private static CompoundRes tell(CompoundArgs request, CompoundRes reply, Change change) {
        return Requests.first(request, CreateSessionArgs.class)
                .map(asked ->
                        Replies.change(
                                reply, CreateSessionResOk.class, ok -> change.apply(asked, ok)))
                .orElse(reply);
    }

    private static CreateSessionResOk with(CreateSessionResOk ok, int sequence, int flags) {
        return new CreateSessionResOk(
                ok.sessionId(),
                sequence,
                flags,
                ok.foreChannelAttributes(),
                ok.backChannelAttributes());
    }

    private static ServerHooks more() {
        return Channels.fore(
                asked -> asked,
                (asked, ok) ->
                        Channels.sizes(
                                Channels.counts(ok, ok.maxOperations(), asked.maxRequests() + 8),
                                asked.maxRequestSize() + 4096,
                                asked.maxResponseSize() + 4096,
                                asked.maxResponseSizeCached() + 4096));
    }

    private static CreateSessionResOk largerBack(CreateSessionResOk ok) {
        ChannelAttributes back = ok.backChannelAttributes();
        return new CreateSessionResOk(
                ok.sessionId(),
                ok.sequence(),
                ok.flags(),
                ok.foreChannelAttributes(),
                Channels.counts(back, back.maxOperations() + 8, back.maxRequests() + 8));
    }

    private static OperationHandler inNameOnly(OperationHandler handler) {
        return (cx, args, result) -> {
            DestroySessionArgs.decodeBody(args);
            return NfsStatus.OK;
        };
    }

    private static OperationHandler ownOnly(OperationHandler handler) {
        return (cx, args, result) ->
                cx.session() == null || cx.operationIndex() == cx.operationCount() - 1
                        ? handler.handle(cx, args, result)
                        : NfsStatus.CONN_NOT_BOUND_TO_SESSION;
    }

    private static OperationHandler notOwn(OperationHandler handler) {
        return (cx, args, result) ->
                cx.session() == null ? handler.handle(cx, args, result) : NfsStatus.DELAY;
    }
}
