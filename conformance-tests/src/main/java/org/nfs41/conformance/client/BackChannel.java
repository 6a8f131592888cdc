package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One session's backchannel: its connections, its limits, what it may be called as, and its slots,
 * held to the letter of RFC 8881 section 2.10.6.1. Guarded by its {@link Callbacks}.
 */
final class BackChannel {
    private final SessionId session;
    private final ChannelAttributes limits;
    private final BiConsumer<CallbackRule, String> violation;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final Set<Integer> connections = new HashSet<>();
    private final List<CallbackOffer> offers = new ArrayList<>();

    /** What is known of one slot. */
    private static final class Slot {
        int sequenceId;
        @Nullable Opaque request;
        @Nullable CbCompoundRes reply;
        int connection;
        boolean unanswered;
    }

    BackChannel(
            SessionId session,
            ChannelAttributes limits,
            BiConsumer<CallbackRule, String> violation) {
        this.session = session;
        this.limits = limits;
        this.violation = violation;
    }

    /** How it may be called from now on; what was right before may still be under way. */
    void offer(CallbackOffer offer) {
        offers.add(offer);
    }

    /** The programs and credentials that are right; empty when nothing is known of them. */
    List<CallbackOffer> offers() {
        return offers;
    }

    void bind(int connection) {
        connections.add(connection);
    }

    boolean isBound(int connection) {
        return connections.contains(connection);
    }

    /** Executes a call that came whole, under its own rules or as {@code how} says. */
    CbCompoundRes execute(Arrived call, CallbackAnswer how, Function<CbArgOp, CbResOp> operation) {
        CbSequenceArgs sequence = call.sequence();
        requireWithinLimits(call);
        int number = sequence.slotId();
        if (number < 0 || number >= limits.maxRequests()) {
            violation.accept(
                    CallbackRule.SLOT,
                    "CB_SEQUENCE on slot " + number + " of " + limits.maxRequests() + named());
            return refused(call.compound(), NfsStatus.BADSLOT);
        }
        requireHighestSlot(sequence);
        Slot slot = slots.computeIfAbsent(number, fresh -> new Slot());
        if (sequence.sequenceId() == slot.sequenceId && slot.reply != null) {
            return retried(slot, call);
        }
        if (sequence.sequenceId() != slot.sequenceId + 1) {
            violation.accept(
                    CallbackRule.SEQUENCE,
                    "CB_SEQUENCE on slot "
                            + number
                            + " with sequence id "
                            + Integer.toUnsignedString(sequence.sequenceId())
                            + " after "
                            + Integer.toUnsignedString(slot.sequenceId));
            return refused(call.compound(), NfsStatus.SEQ_MISORDERED);
        }
        if (slot.unanswered) {
            violation.accept(
                    CallbackRule.SEQUENCE,
                    "a new call on slot " + number + " before the one before was answered");
        }
        if (!how.sequenceStatus().equals(NfsStatus.OK)) {
            return refused(call.compound(), how.sequenceStatus());
        }
        CbCompoundRes answer = run(call.compound(), sequence, how, operation);
        if (how.executed()) {
            slot.sequenceId = sequence.sequenceId();
            slot.request = call.arguments();
            slot.reply = answer;
            slot.connection = call.connection();
            slot.unanswered = true;
        }
        return answer;
    }

    /** A call of the server that begins with CB_SEQUENCE. */
    record Arrived(
            int connection,
            int length,
            Opaque arguments,
            CbCompoundArgs compound,
            CbSequenceArgs sequence) {}

    /** The reply to the latest call on a slot has been sent, as far as it ever will. */
    void answered(CbSequenceArgs sequence) {
        Slot slot = slots.get(sequence.slotId());
        if (slot != null && slot.sequenceId == sequence.sequenceId()) {
            slot.unanswered = false;
        }
    }

    private CbCompoundRes retried(Slot slot, Arrived call) {
        String which =
                "sequence id "
                        + Integer.toUnsignedString(call.sequence().sequenceId())
                        + " on slot "
                        + call.sequence().slotId();
        if (!Objects.equals(slot.request, call.arguments())) {
            violation.accept(CallbackRule.RETRY, which + " again with other arguments");
        }
        if (call.connection() == slot.connection) {
            violation.accept(
                    CallbackRule.EARLY_RETRY,
                    which + " again although the connection was not lost");
        }
        slot.connection = call.connection();
        slot.unanswered = true;
        return Objects.requireNonNull(slot.reply);
    }

    private void requireWithinLimits(Arrived call) {
        if (Integer.compareUnsigned(call.length(), limits.maxRequestSize()) > 0) {
            violation.accept(
                    CallbackRule.SIZE,
                    "a call of "
                            + call.length()
                            + " bytes over ca_maxrequestsize "
                            + Integer.toUnsignedString(limits.maxRequestSize()));
        }
        int operations = call.compound().ops().size();
        if (Integer.compareUnsigned(operations, limits.maxOperations()) > 0) {
            violation.accept(
                    CallbackRule.SIZE,
                    operations
                            + " operations over ca_maxoperations "
                            + Integer.toUnsignedString(limits.maxOperations()));
        }
        if (call.sequence().cacheThis() && limits.maxResponseSizeCached() == 0) {
            violation.accept(
                    CallbackRule.CACHE, "csa_cachethis with a ca_maxresponsesize_cached of zero");
        }
    }

    private void requireHighestSlot(CbSequenceArgs sequence) {
        int inUse = sequence.slotId();
        for (Map.Entry<Integer, Slot> slot : slots.entrySet()) {
            if (slot.getValue().unanswered) {
                inUse = Math.max(inUse, slot.getKey());
            }
        }
        if (sequence.highestSlotId() < inUse || sequence.highestSlotId() >= limits.maxRequests()) {
            violation.accept(
                    CallbackRule.HIGHEST_SLOT,
                    "csa_highest_slotid "
                            + Integer.toUnsignedString(sequence.highestSlotId())
                            + " with slot "
                            + inUse
                            + " in use of "
                            + limits.maxRequests());
        }
    }

    private CbCompoundRes run(
            CbCompoundArgs compound,
            CbSequenceArgs sequence,
            CallbackAnswer how,
            Function<CbArgOp, CbResOp> operation) {
        int highest = limits.maxRequests() - 1;
        List<CbResOp> results = new ArrayList<>();
        results.add(
                new CbSequenceResOk(
                        sequence.sessionId(),
                        sequence.sequenceId(),
                        sequence.slotId(),
                        highest,
                        how.target().orElse(highest)));
        NfsStatus status = NfsStatus.OK;
        for (CbArgOp op : compound.ops().subList(1, compound.ops().size())) {
            NfsStatus told = how.status();
            CbResOp result =
                    op instanceof CbSequenceArgs
                            ? new CbStatusOnly(op.op(), NfsStatus.SEQUENCE_POS)
                            : told == null ? operation.apply(op) : new CbStatusOnly(op.op(), told);
            results.add(result);
            status = result.status();
            if (!status.equals(NfsStatus.OK)) {
                break;
            }
        }
        return new CbCompoundRes(status, compound.tag(), results);
    }

    static CbCompoundRes refused(CbCompoundArgs compound, NfsStatus status) {
        List<CbResOp> results =
                compound.ops().stream()
                        .limit(1)
                        .<CbResOp>map(op -> new CbStatusOnly(op.op(), status))
                        .toList();
        return new CbCompoundRes(status, compound.tag(), results);
    }

    private String named() {
        return " of " + session;
    }
}
