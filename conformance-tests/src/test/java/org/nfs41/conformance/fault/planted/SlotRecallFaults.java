package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What may go wrong with CB_RECALL_SLOT. */
public final class SlotRecallFaults implements FaultGroup {
    private static final int HIGHEST = 63;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "slots-are-recalled-to-no-fewer",
                        "",
                        "CB_RECALL_SLOT names the highest slot that there is",
                        SlotRecallFaults::toNoFewer,
                        "CB-160"),
                Fault.of(
                        "recalled-slots-are-gone-at-once",
                        "",
                        "from CB_RECALL_SLOT on a slot above its target does not answer a retry",
                        SlotRecallFaults::gone,
                        "CB-160"));
    }

    private static ServerHooks toNoFewer() {
        return new ClientCallFilter() {
            @Override
            protected CbArgOp callIn(SessionId session, CbArgOp operation) {
                return operation instanceof CbRecallSlotArgs
                        ? new CbRecallSlotArgs(HIGHEST)
                        : operation;
            }
        }.hooks();
    }

    private static ServerHooks gone() {
        Map<SessionId, Integer> targets = new ConcurrentHashMap<>();
        ServerHooks calls =
                new ClientCallFilter() {
                    @Override
                    protected CbArgOp callIn(SessionId session, CbArgOp operation) {
                        if (operation instanceof CbRecallSlotArgs(int target)) {
                            targets.put(session, target);
                        }
                        return operation;
                    }
                }.hooks();
        return Hooks.both(
                calls,
                Hooks.around(
                        new CompoundFilter() {
                            @Override
                            public @Nullable CompoundRes instead(CompoundArgs request) {
                                boolean above =
                                        Requests.sequence(request)
                                                .filter(sequence ->
                                                        sequence.slotId()
                                                                > targets.getOrDefault(
                                                                        sequence.sessionId(),
                                                                        HIGHEST))
                                                .isPresent();
                                return above ? Replies.refusal(request, NfsStatus.BADSLOT) : null;
                            }
                        }));
    }
}
