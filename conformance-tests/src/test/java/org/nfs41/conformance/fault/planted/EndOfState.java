package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SessionBook;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Closes what a client has open before its last session is destroyed. */
final class EndOfState implements CompoundFilter {
    /** A slot that checks which hold files open do not use. */
    private static final int FREE_SLOT = 3;

    private record Held(FileHandle directory, Opaque name, StateId stateId) {}

    private final CompoundProcessor processor;
    private final CompoundContext cx;
    private final SessionBook book;
    private final Map<Long, List<Held>> opens;

    private EndOfState(
            CompoundProcessor processor,
            CompoundContext cx,
            SessionBook book,
            Map<Long, List<Held>> opens) {
        this.processor = processor;
        this.cx = cx;
        this.book = book;
        this.opens = opens;
    }

    static ServerHooks hooks() {
        SessionBook book = new SessionBook();
        Map<Long, List<Held>> opens = new ConcurrentHashMap<>();
        return Hooks.aroundEach((processor, cx) -> new EndOfState(processor, cx, book, opens));
    }

    @Override
    public CompoundArgs request(CompoundArgs request) {
        Requests.first(request, DestroySessionArgs.class)
                .map(DestroySessionArgs::sessionId)
                .ifPresent(this::closeAll);
        return request;
    }

    private void closeAll(SessionId session) {
        Long client = book.clientOf(session).orElse(0L);
        if (book.sessionsOf(client).size() != 1) {
            return;
        }
        Caller caller = cx.caller();
        int sequenceId = 1;
        for (Held held : opens.getOrDefault(client, List.of())) {
            Hooks.ask(
                    processor,
                    cx,
                    new SequenceArgs(session, sequenceId++, FREE_SLOT, FREE_SLOT, false),
                    new PutFhArgs(held.directory()),
                    new LookupArgs(held.name()),
                    new CloseArgs(0, held.stateId()));
        }
        Hooks.begin(cx, caller, 0);
    }

    @Override
    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
        book.note(request, reply);
        for (int i = 2; i < reply.results().size() && i < request.ops().size(); i++) {
            if (reply.results().get(i) instanceof OpenResOk ok
                    && request.ops().get(i) instanceof OpenArgs args
                    && args.claim() instanceof OpenClaim.Null(Opaque name)
                    && request.ops().get(i - 1) instanceof PutFhArgs(FileHandle directory)
                    && request.ops().getFirst() instanceof SequenceArgs sequence) {
                Held held =
                        new Held(
                                new FileHandle(directory.data().detach()),
                                name.detach(),
                                ok.stateId());
                book.clientOf(sequence.sessionId())
                        .ifPresent(client ->
                                opens.computeIfAbsent(client, id -> new CopyOnWriteArrayList<>())
                                        .add(held));
            }
        }
        return reply;
    }
}
