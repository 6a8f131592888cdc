package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a retry is compared with includes the highest slot that its client uses. */
public final class HighestSlotCompared extends Fault {
    /** As {@link Fault} asks. */
    public HighestSlotCompared() {
        super(
                "retry-compared-with-its-highest-slot",
                "",
                "a retry with another sa_highest_slotid gets NFS4ERR_SEQ_FALSE_RETRY",
                "SEQ-106");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.around(new Comparison());
    }

    private static final class Comparison implements CompoundFilter {
        private final Map<Id, Integer> highestSlots = new ConcurrentHashMap<>();

        private record Id(SessionId session, int slot, int sequence) {}

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            return Requests.sequence(request).filter(this::differs).isPresent()
                    ? new CompoundRes(
                            NfsStatus.SEQ_FALSE_RETRY,
                            reply.tag(),
                            List.of(new StatusOnly(Operation.SEQUENCE, NfsStatus.SEQ_FALSE_RETRY)))
                    : reply;
        }

        private boolean differs(SequenceArgs asked) {
            Id id = new Id(asked.sessionId(), asked.slotId(), asked.sequenceId());
            Integer first = highestSlots.putIfAbsent(id, asked.highestSlotId());
            return first != null && first != asked.highestSlotId();
        }
    }
}
