package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A retry is given to the slot as if it were the next request. */
public final class RetryIsExecutedAgain extends Fault {
    /** As {@link Fault} asks. */
    public RetryIsExecutedAgain() {
        super("retry-is-executed-again", "B-001", "a retry is executed a second time", "SEQ-002");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.around(new Shift());
    }

    /** Tells the server sequence ids that are ahead of the client's by the number of retries. */
    private static final class Shift implements CompoundFilter {
        private final Map<SlotKey, Integer> last = new ConcurrentHashMap<>();
        private final Map<SlotKey, Integer> ahead = new ConcurrentHashMap<>();

        private record SlotKey(SessionId session, int slot) {}

        @Override
        public CompoundArgs request(CompoundArgs request) {
            return Requests.change(
                    request,
                    SequenceArgs.class,
                    args -> {
                        SlotKey key = new SlotKey(args.sessionId(), args.slotId());
                        if (last.getOrDefault(key, 0) == args.sequenceId()) {
                            ahead.merge(key, 1, Integer::sum);
                        }
                        return new SequenceArgs(
                                args.sessionId(),
                                args.sequenceId() + ahead.getOrDefault(key, 0),
                                args.slotId(),
                                args.highestSlotId(),
                                args.cacheThis());
                    });
        }

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            return Replies.change(
                    reply,
                    SequenceResOk.class,
                    ok -> {
                        SlotKey key = new SlotKey(ok.sessionId(), ok.slotId());
                        int told = ok.sequenceId() - ahead.getOrDefault(key, 0);
                        last.put(key, told);
                        return new SequenceResOk(
                                ok.sessionId(),
                                told,
                                ok.slotId(),
                                ok.highestSlotId(),
                                ok.targetHighestSlotId(),
                                ok.statusFlags());
                    });
        }
    }
}
