package org.nfs41.conformance.fault;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the server other sequence ids than the client sends, and the client the ones that it sent:
 * so the server takes a request for something that it is not.
 */
public final class SlotNumbers implements CompoundFilter {
    private final Rule rule;
    private final Map<SlotKey, Last> lasts = new ConcurrentHashMap<>();

    /** One slot of one session. */
    record SlotKey(SessionId session, int slot) {
        static SlotKey of(SequenceArgs args) {
            return new SlotKey(args.sessionId(), args.slotId());
        }
    }

    /**
     * The last sequence id of a slot that was accepted.
     *
     * @param client as the client sent it
     * @param server as the server was told
     */
    public record Last(int client, int server) {
        /** Whether {@code args} is a retry. */
        public boolean isRepeatedBy(SequenceArgs args) {
            return client == args.sequenceId();
        }

        /** The one that the server takes for a new request. */
        public int next() {
            return server + 1;
        }
    }

    /** When the server is told what is not so. */
    @FunctionalInterface
    public interface Rule {
        /**
         * What the server is told.
         *
         * @param request the whole of which {@code asked} is the first operation
         * @param last null on first use of the slot
         * @return null for the truth
         */
        @Nullable Integer tell(CompoundArgs request, SequenceArgs asked, @Nullable Last last);
    }

    /** Follows {@code rule}. */
    public SlotNumbers(Rule rule) {
        this.rule = rule;
    }

    @Override
    public CompoundArgs request(CompoundArgs request) {
        return Requests.change(request, SequenceArgs.class, asked -> forServer(request, asked));
    }

    private SequenceArgs forServer(CompoundArgs request, SequenceArgs asked) {
        Last last = lasts.get(SlotKey.of(asked));
        Integer told = rule.tell(request, asked, last);
        int distance = last == null ? 0 : last.server() - last.client();
        return new SequenceArgs(
                asked.sessionId(),
                told == null ? asked.sequenceId() + distance : told,
                asked.slotId(),
                asked.highestSlotId(),
                asked.cacheThis());
    }

    @Override
    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
        return Requests.sequence(request)
                .map(asked ->
                        Replies.change(reply, SequenceResOk.class, ok -> forClient(asked, ok)))
                .orElse(reply);
    }

    private SequenceResOk forClient(SequenceArgs asked, SequenceResOk ok) {
        lasts.put(SlotKey.of(asked), new Last(asked.sequenceId(), ok.sequenceId()));
        return new SequenceResOk(
                ok.sessionId(),
                asked.sequenceId(),
                ok.slotId(),
                ok.highestSlotId(),
                ok.targetHighestSlotId(),
                ok.statusFlags());
    }
}
