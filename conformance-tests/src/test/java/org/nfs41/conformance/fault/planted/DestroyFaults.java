package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SessionBook;
import org.nfs41.ops.OperationHandler;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What may go wrong when sessions and client ids end. */
public final class DestroyFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "own-session-destroyed-too-early",
                        "B-046",
                        "a COMPOUND goes on after it has destroyed its session",
                        () -> Hooks.around(new DestroyedLast()),
                        "CS-061"),
                Fault.of(
                        "dies-of-a-busy-session",
                        "B-047",
                        "DESTROY_SESSION of a session in use on another connection ends the server",
                        () -> Hooks.program(Mortal::new),
                        "CS-068"),
                Fault.of(
                        "client-id-with-open-files-destroyed",
                        "B-049",
                        "DESTROY_CLIENTID succeeds although the client has files open",
                        () -> Hooks.around(new SessionsOnly()),
                        "CS-081"),
                Fault.of(
                        "state-ends-with-the-last-session",
                        "B-172",
                        "DESTROY_SESSION of a client's last session closes its files",
                        EndOfState::hooks,
                        "CS-011"),
                Fault.of(
                        "unknown-client-id-is-not-same",
                        "B-173",
                        "DESTROY_CLIENTID of an unknown client id answers NFS4ERR_NOT_SAME",
                        () ->
                                Hooks.status(
                                        Operation.DESTROY_CLIENTID,
                                        NfsStatus.STALE_CLIENTID,
                                        NfsStatus.NOT_SAME),
                        "CS-080",
                        "CS-084"),
                Fault.of(
                        "own-client-id-destroyed",
                        "B-173",
                        "DESTROY_CLIENTID of the session's own client answers NFS4_OK",
                        () -> Hooks.operation(Operation.DESTROY_CLIENTID, DestroyFaults::ownToo),
                        "CS-082"),
                Fault.of(
                        "client-id-of-another-client-kept",
                        "B-173",
                        "DESTROY_CLIENTID behind SEQUENCE answers NFS4ERR_CLIENTID_BUSY always",
                        () -> Hooks.operation(Operation.DESTROY_CLIENTID, DestroyFaults::never),
                        "CS-083",
                        "CS-084"));
    }

    private static OperationHandler ownToo(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            boolean inSession = cx.session() != null;
            return inSession && status.equals(NfsStatus.CLIENTID_BUSY) ? NfsStatus.OK : status;
        };
    }

    private static OperationHandler never(OperationHandler handler) {
        return (cx, args, result) ->
                cx.session() == null ? handler.handle(cx, args, result) : NfsStatus.CLIENTID_BUSY;
    }

    /** Behind SEQUENCE the server is asked for DESTROY_SESSION last, wherever it stands. */
    private static final class DestroyedLast implements CompoundFilter {
        @Override
        public CompoundArgs request(CompoundArgs request) {
            int at = place(request);
            if (at < 0) {
                return request;
            }
            List<ArgOp> ops = new ArrayList<>(request.ops());
            ops.add(ops.remove(at));
            return Requests.with(request, ops);
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            int at = place(request);
            if (at < 0 || !reply.status().isOk()) {
                return reply;
            }
            List<ResOp> results = new ArrayList<>(reply.results());
            results.add(at, results.removeLast());
            return new CompoundRes(reply.status(), reply.tag(), results);
        }

        private static int place(CompoundArgs request) {
            if (Requests.sequence(request).isEmpty() || !request.undecoded().isEmpty()) {
                return -1;
            }
            for (int i = 0; i < request.ops().size(); i++) {
                if (request.ops().get(i) instanceof DestroySessionArgs) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Ends every connection once a session was destroyed while slots of it were busy elsewhere. */
    private static final class Mortal extends CallFilter {
        /** A request that came so shortly before is taken for one in progress. */
        private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

        private record Use(long connection, long nanos) {}

        private final Map<SessionId, Use> uses = new ConcurrentHashMap<>();
        private final AtomicBoolean dead = new AtomicBoolean();

        Mortal(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            Use now = new Use(call.connection().id(), System.nanoTime());
            switch (Requests.peekAny(args)) {
                case SequenceArgs sequence -> uses.put(sequence.sessionId(), now);
                case DestroySessionArgs(SessionId id) when isBusy(uses.get(id), now) ->
                        dead.set(true);
                case null, default -> {}
            }
            if (dead.get()) {
                call.connection().close();
            } else {
                super.call(call, args, reply);
            }
        }

        private static boolean isBusy(@Nullable Use last, Use now) {
            return last != null
                    && last.connection() != now.connection()
                    && now.nanos() - last.nanos() < MOMENT;
        }
    }

    /** Only sessions keep a client id. */
    private static final class SessionsOnly implements CompoundFilter {
        private final SessionBook book = new SessionBook();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            book.note(request, reply);
            boolean hasNone =
                    Requests.first(request, DestroyClientIdArgs.class)
                            .filter(args -> book.sessionsOf(args.clientId()).isEmpty())
                            .isPresent();
            return hasNone
                            && Replies.endsWith(
                                    reply, Operation.DESTROY_CLIENTID, NfsStatus.CLIENTID_BUSY)
                    ? Replies.endWith(
                            reply, new StatusOnly(Operation.DESTROY_CLIENTID, NfsStatus.OK))
                    : reply;
        }
    }
}
