package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Channels;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SlotNumbers;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What SEQUENCE may do wrong with slots and limits. */
public final class SlotFaults implements FaultGroup {
    private static final int LARGE = 1 << 20;
    private static final int MANY = 64;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "error-uses-up-the-slot",
                        "B-008",
                        "a SEQUENCE that fails with NFS4ERR_TOO_MANY_OPS or NFS4ERR_REQ_TOO_BIG"
                                + " advances the slot",
                        () -> usedUpWhen(SlotFaults::isRefusedForSize),
                        "SEQ-025",
                        "SEQ-026"),
                Fault.of(
                        "second-sequence-uses-its-slot",
                        "B-145",
                        "a SEQUENCE in a later place is refused, but advances its slot",
                        SlotFaults::secondSequence,
                        "COMP-012",
                        "SEQ-045"),
                Fault.of(
                        "any-first-sequence-id",
                        "B-014",
                        "a fresh slot takes any sequence id",
                        () ->
                                Hooks.around(
                                        new SlotNumbers(
                                                (request, asked, last) -> last == null ? 1 : null)),
                        "SEQ-001"),
                Fault.of(
                        "misordered-is-executed",
                        "",
                        "a used slot takes any sequence id that is not the last one as the next",
                        () ->
                                Hooks.around(
                                        new SlotNumbers((request, asked, last) ->
                                                last == null || last.isRepeatedBy(asked)
                                                        ? null
                                                        : last.next())),
                        "SEQ-010",
                        "SEQ-018"),
                Fault.of(
                        "sequence-echoes-slot-zero",
                        "",
                        "sr_slotid is always 0",
                        () -> sequenceResult(ok -> with(ok, ok.sessionId(), 0)),
                        "COMP-012",
                        "SEQ-041"),
                Fault.of(
                        "sequence-echoes-no-session",
                        "",
                        "sr_sessionid is always 0",
                        () -> sequenceResult(ok -> with(ok, new SessionId(0, 0), ok.slotId())),
                        "SEQ-041"),
                Fault.of(
                        "highest-slot-is-zero",
                        "B-152",
                        "sr_highest_slotid is 0 whatever the client uses",
                        () -> sequenceResult(SlotFaults::highestZero),
                        "SEQ-043"),
                Fault.of(
                        "badslot-is-badsession",
                        "B-016",
                        "a slot beyond the table is answered NFS4ERR_BADSESSION",
                        () ->
                                Hooks.status(
                                        Operation.SEQUENCE,
                                        NfsStatus.BADSLOT,
                                        NfsStatus.BADSESSION),
                        "CS-033",
                        "SEQ-021",
                        "SEQ-022"),
                Fault.of(
                        "slot-beyond-the-table-served",
                        "B-017",
                        "PUTROOTFH on a slot beyond the table is answered NFS4_OK",
                        SlotFaults::anySlot,
                        "CS-033",
                        "SEQ-021",
                        "SEQ-022"),
                Fault.of(
                        "fewer-slots-than-promised",
                        "B-017",
                        "ca_maxrequests is one more than there are slots",
                        () ->
                                Channels.fore(
                                        asked -> asked,
                                        (asked, ok) ->
                                                Channels.counts(
                                                        ok,
                                                        ok.maxOperations(),
                                                        ok.maxRequests() + 1)),
                        "CS-033",
                        "SEQ-021"),
                Fault.of(
                        "max-operations-ignored",
                        "B-022",
                        "more operations than ca_maxoperations are executed",
                        () ->
                                Channels.fore(
                                        asked -> Channels.counts(asked, MANY, asked.maxRequests()),
                                        (asked, ok) ->
                                                Channels.counts(
                                                        ok,
                                                        Math.min(
                                                                asked.maxOperations(),
                                                                ok.maxOperations()),
                                                        ok.maxRequests())),
                        "SEQ-033"),
                Fault.of(
                        "max-request-size-ignored",
                        "",
                        "requests longer than ca_maxrequestsize are executed",
                        () -> sizes(true, false, false),
                        "SEQ-035"),
                Fault.of(
                        "max-response-size-ignored",
                        "B-020",
                        "replies are longer than ca_maxresponsesize",
                        () -> sizes(false, true, false),
                        "SEQ-036",
                        "SEQ-037"),
                Fault.of(
                        "cached-response-size-ignored",
                        "B-018",
                        "replies longer than ca_maxresponsesize_cached are kept",
                        () -> sizes(false, false, true),
                        "SEQ-038"));
    }

    private static boolean isRefusedForSize(CompoundRes reply) {
        return Replies.endsWith(reply, Operation.SEQUENCE, NfsStatus.TOO_MANY_OPS)
                || Replies.endsWith(reply, Operation.SEQUENCE, NfsStatus.REQ_TOO_BIG);
    }

    private static ServerHooks usedUpWhen(Predicate<CompoundRes> failed) {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (failed.test(reply)) {
                            Requests.sequence(request)
                                    .ifPresent(asked -> Hooks.ask(processor, cx, asked));
                        }
                        return reply;
                    }
                });
    }

    private static ServerHooks secondSequence() {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (Replies.endsWith(reply, Operation.SEQUENCE, NfsStatus.SEQUENCE_POS)) {
                            ArgOp second = request.ops().get(reply.results().size() - 1);
                            Hooks.ask(processor, cx, second);
                        }
                        return reply;
                    }
                });
    }

    private static ServerHooks anySlot() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean wanted =
                                Replies.endsWith(reply, Operation.SEQUENCE, NfsStatus.BADSLOT)
                                        && request.ops().stream()
                                                .skip(1)
                                                .allMatch(PutRootFhArgs.class::isInstance);
                        return wanted ? served(request, reply) : reply;
                    }
                });
    }

    private static CompoundRes served(CompoundArgs request, CompoundRes reply) {
        SequenceArgs asked = Requests.sequence(request).orElseThrow();
        CompoundRes told =
                Replies.endWith(
                        reply,
                        new SequenceResOk(
                                asked.sessionId(),
                                asked.sequenceId(),
                                asked.slotId(),
                                asked.highestSlotId(),
                                asked.highestSlotId(),
                                0));
        for (int i = 1; i < request.ops().size(); i++) {
            told = Replies.plus(told, new StatusOnly(Operation.PUTROOTFH, NfsStatus.OK));
        }
        return told;
    }

    private static ServerHooks sequenceResult(UnaryOperator<SequenceResOk> change) {
        return Hooks.replies(reply -> Replies.change(reply, SequenceResOk.class, change));
    }

    private static SequenceResOk with(SequenceResOk ok, SessionId session, int slot) {
        return new SequenceResOk(
                session,
                ok.sequenceId(),
                slot,
                ok.highestSlotId(),
                ok.targetHighestSlotId(),
                ok.statusFlags());
    }

    private static SequenceResOk highestZero(SequenceResOk ok) {
        return new SequenceResOk(
                ok.sessionId(), ok.sequenceId(), ok.slotId(), 0, 0, ok.statusFlags());
    }

    /** The server works with the largest sizes where told so, but grants what was asked for. */
    private static ServerHooks sizes(boolean request, boolean response, boolean cached) {
        return Channels.fore(
                asked ->
                        Channels.sizes(
                                asked,
                                request ? LARGE : asked.maxRequestSize(),
                                response ? LARGE : asked.maxResponseSize(),
                                cached ? LARGE : asked.maxResponseSizeCached()),
                (asked, ok) ->
                        Channels.sizes(
                                ok,
                                Math.min(asked.maxRequestSize(), ok.maxRequestSize()),
                                Math.min(asked.maxResponseSize(), ok.maxResponseSize()),
                                Math.min(
                                        asked.maxResponseSizeCached(),
                                        ok.maxResponseSizeCached())));
    }
}
