package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** What may be wrong with client ids and with how they are asked for. */
public final class ClientIdFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "client-ids-given-again",
                        "B-162",
                        "the client id of a client that is gone is given to the next one",
                        () -> Hooks.around(new GivenAgain()),
                        "CID-101"),
                Fault.of(
                        "unknown-client-id-is-the-newest",
                        "B-162",
                        "CREATE_SESSION with a client id that is gone is taken for the newest"
                                + " client's",
                        () -> Hooks.around(new Newest()),
                        "CID-101"),
                Fault.of(
                        "two-implementation-ids-accepted",
                        "B-161",
                        "of two implementation ids the second is passed over",
                        () -> Hooks.compound(FirstImplId::new),
                        "CID-007"),
                Fault.of(
                        "implementation-id-demanded",
                        "B-161",
                        "an EXCHANGE_ID without an implementation id gets NFS4ERR_BADXDR",
                        () -> Hooks.around(new DemandImplId()),
                        "CID-006"),
                Fault.of(
                        "read-with-any-stateid",
                        "B-122",
                        "READ does not look whose its stateid is",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                ReadArgs.class,
                                                args ->
                                                        new ReadArgs(
                                                                StateId.ANONYMOUS,
                                                                args.offset(),
                                                                args.count()))),
                        "SEQ-102"));
    }

    /** Tells clients other ids than the server: those of clients that are gone. */
    private static final class GivenAgain implements CompoundFilter {
        private final Map<Long, Long> forServer = new HashMap<>();
        private final Queue<Long> free = new ArrayDeque<>();

        @Override
        public synchronized CompoundArgs request(CompoundArgs request) {
            CompoundArgs told =
                    Requests.change(
                            request,
                            CreateSessionArgs.class,
                            args -> withClient(args, server(args.clientId())));
            return Requests.change(
                    told,
                    DestroyClientIdArgs.class,
                    args -> new DestroyClientIdArgs(server(args.clientId())));
        }

        private long server(long clientId) {
            return forServer.getOrDefault(clientId, clientId);
        }

        @Override
        public synchronized CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.first(request, DestroyClientIdArgs.class)
                    .filter(args -> reply.status().isOk())
                    .ifPresent(args -> free.add(args.clientId()));
            return Replies.change(reply, ExchangeIdResOk.class, this::given);
        }

        private ExchangeIdResOk given(ExchangeIdResOk ok) {
            Long known =
                    forServer.entrySet().stream()
                            .filter(entry -> entry.getValue() == ok.clientId())
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(null);
            Long told = known == null ? free.poll() : known;
            if (told == null) {
                return ok;
            }
            forServer.put(told, ok.clientId());
            return new ExchangeIdResOk(
                    told,
                    ok.sequenceId(),
                    ok.flags(),
                    ok.stateProtect(),
                    ok.serverOwner(),
                    ok.serverScope(),
                    ok.serverImplId());
        }
    }

    /** Takes client ids that were destroyed for the one that was given last. */
    private static final class Newest implements CompoundFilter {
        private final Map<Long, Boolean> alive = new HashMap<>();
        private long newest;

        @Override
        public synchronized CompoundArgs request(CompoundArgs request) {
            return Requests.change(
                    request,
                    CreateSessionArgs.class,
                    args ->
                            alive.getOrDefault(args.clientId(), true)
                                    ? args
                                    : withClient(args, newest));
        }

        @Override
        public synchronized CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.first(request, DestroyClientIdArgs.class)
                    .filter(args -> reply.status().isOk())
                    .ifPresent(args -> alive.put(args.clientId(), false));
            if (reply.results().getFirst() instanceof ExchangeIdResOk ok) {
                newest = ok.clientId();
            }
            return reply;
        }
    }

    private static CreateSessionArgs withClient(CreateSessionArgs args, long clientId) {
        return new CreateSessionArgs(
                clientId,
                args.sequence(),
                args.flags(),
                args.foreChannelAttributes(),
                args.backChannelAttributes(),
                args.cbProgram(),
                args.secParms());
    }

    /** Has the server see one implementation id where there are two. */
    private static final class FirstImplId implements CompoundProcessor {
        private final CompoundProcessor processor;

        FirstImplId(CompoundProcessor processor) {
            this.processor = processor;
        }

        @Override
        public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
            CompoundArgs one = withFirst(args);
            if (one == null) {
                processor.execute(cx, args, out);
            } else {
                XdrWriter bytes = new XdrWriter();
                one.encode(bytes);
                processor.execute(cx, new XdrReader(bytes.toByteArray()), out);
            }
        }

        /** The request with one of two ids, null when it is not such a request. */
        private static @Nullable CompoundArgs withFirst(XdrReader args) {
            int from = args.position();
            XdrReader in = new XdrReader().reset(args.buffer(), from, from + args.remaining());
            try {
                CompoundHeader header = CompoundHeader.decode(in);
                if (header.opCount() != 1 || in.readInt() != Operation.EXCHANGE_ID.value()) {
                    return null;
                }
                ClientOwner owner = ClientOwner.decode(in);
                int flags = in.readInt();
                StateProtectA protection = StateProtectA.decode(in);
                if (in.readInt() != 2) {
                    return null;
                }
                NfsImplId first = NfsImplId.decode(in);
                return new CompoundArgs(
                        header.tag(),
                        header.minorVersion(),
                        List.of(new ExchangeIdArgs(owner, flags, protection, first)));
            } catch (XdrException e) {
                return null;
            }
        }
    }

    private static final class DemandImplId implements CompoundFilter {
        @Override
        public @Nullable CompoundRes instead(CompoundArgs request) {
            return Requests.first(request, ExchangeIdArgs.class)
                    .filter(args -> args.clientImplId() == null)
                    .map(args -> Replies.refusal(request, NfsStatus.BADXDR))
                    .orElse(null);
        }
    }
}
