package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.state.SlotLimits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

/**
 * The SEQUENCE operation (RFC 8881 section 18.46): lets a COMPOUND in, once.
 *
 * <p>Every check stands before the one commit point, {@link Slot#accept}: until there nothing has
 * been changed, so that an error leaves slot and lease as they were (section 18.46.3, last
 * paragraphs).
 */
final class SessionGate {
    /** SEQUENCE's whole result when it is OK: number, status, session id and five numbers. */
    private static final int SEQUENCE_RESULT_BYTES = 8 + 16 + 5 * 4;

    private final ClientTable clients;
    private final RequestDigest digest = new RequestDigest();

    SessionGate(ClientTable clients) {
        this.clients = clients;
    }

    /**
     * Executes the SEQUENCE that {@code args} stands at.
     *
     * @param from where the COMPOUND's arguments begin
     * @return whether to go on; if so, SEQUENCE's result has been written, {@code cx} has its
     *     session and {@code out} its limit
     */
    Admission admit(CompoundContext cx, XdrReader args, XdrWriter out, ReplyFrame frame, int from) {
        SequenceArgs sequence;
        int end = args.position() + args.remaining();
        try {
            args.readInt();
            sequence = SequenceArgs.decodeBody(args);
        } catch (XdrException e) {
            return refuse(out, frame, NfsStatus.BADXDR);
        }
        Session session = clients.find(sequence.sessionId().high(), sequence.sessionId().low());
        if (session == null) {
            return refuse(out, frame, NfsStatus.BADSESSION);
        }
        ChannelAttributes channel = session.foreChannel();
        NfsStatus error = check(cx, channel, sequence);
        if (error != null) {
            return refuse(out, frame, error);
        }
        boolean keptInFull =
                sequence.cacheThis()
                        && Integer.compareUnsigned(
                                        channel.maxResponseSizeCached(), channel.maxResponseSize())
                                <= 0;
        // RFC 8881 section 2.10.6.4: the error says which of the two limits was passed.
        NfsStatus tooBig = keptInFull ? NfsStatus.REP_TOO_BIG_TO_CACHE : NfsStatus.REP_TOO_BIG;
        int largest = keptInFull ? channel.maxResponseSizeCached() : channel.maxResponseSize();
        if (Integer.compareUnsigned(frame.messageBytes(out) + bytesNeeded(cx), largest) > 0) {
            return refuse(out, frame, tooBig);
        }
        long fingerprint = digest.of(args.buffer(), from, end, sequence.cacheThis());
        int kept = sequence.cacheThis() ? largest : 0;
        error = session.slots().refusal(sequence, fingerprint, kept);
        Slot slot = session.slot(sequence.slotId());
        if (error != null || slot == null) {
            return refuse(out, frame, error == null ? NfsStatus.BADSLOT : error);
        }
        return switch (slot.accept(sequence.sequenceId(), fingerprint, cx.caller().principal())) {
            case NEW -> letIn(cx, out, frame, session, slot, sequence, largest, tooBig);
            case REPLAY ->
                    used(cx, session)
                            ? replay(out, frame, slot, sequence.sequenceId())
                            : refuse(out, frame, NfsStatus.BADSESSION);
            case UNCACHED_REPLAY -> {
                if (!used(cx, session)) {
                    yield refuse(out, frame, NfsStatus.BADSESSION);
                }
                writeResult(cx, out, session, sequence, session.slots().limits());
                yield Admission.UNCACHED;
            }
            // A retry that overtakes its original: RFC 8881 section 2.10.6.2 prefers DELAY.
            case IN_PROGRESS -> refuse(out, frame, NfsStatus.DELAY);
            case MISORDERED -> refuse(out, frame, NfsStatus.SEQ_MISORDERED);
            case FALSE_RETRY -> refuse(out, frame, NfsStatus.SEQ_FALSE_RETRY);
        };
    }

    private Admission letIn(
            CompoundContext cx,
            XdrWriter out,
            ReplyFrame frame,
            Session session,
            Slot slot,
            SequenceArgs sequence,
            int largest,
            NfsStatus tooBig) {
        if (!used(cx, session)) {
            slot.abandon();
            return refuse(out, frame, NfsStatus.BADSESSION);
        }
        cx.session(session, sequence.slotId(), sequence.sequenceId());
        frame.limitMessageTo(out, largest);
        writeResult(cx, out, session, sequence, session.slots().letIn(slot, sequence, cx.now()));
        return cx.admission().execute(slot, sequence.cacheThis(), tooBig);
    }

    private boolean used(CompoundContext cx, Session session) {
        return clients.used(session, cx.caller().connectionId(), cx.now());
    }

    private static @Nullable NfsStatus check(
            CompoundContext cx, ChannelAttributes channel, SequenceArgs sequence) {
        if (Integer.compareUnsigned(sequence.slotId(), channel.maxRequests()) >= 0) {
            return NfsStatus.BADSLOT;
        }
        if (Integer.compareUnsigned(sequence.highestSlotId(), channel.maxRequests()) >= 0) {
            return NfsStatus.BAD_HIGH_SLOT;
        }
        if (Integer.compareUnsigned(cx.operationCount(), channel.maxOperations()) > 0) {
            return NfsStatus.TOO_MANY_OPS;
        }
        if (Integer.compareUnsigned(cx.requestBytes(), channel.maxRequestSize()) > 0) {
            return NfsStatus.REQ_TOO_BIG;
        }
        return null;
    }

    /** Room for SEQUENCE's result and, if there are more operations, for one that fails. */
    private static int bytesNeeded(CompoundContext cx) {
        return cx.operationCount() == 1
                ? SEQUENCE_RESULT_BYTES
                : SEQUENCE_RESULT_BYTES + ReplyFrame.SMALLEST_RESULT_BYTES;
    }

    private static void writeResult(
            CompoundContext cx,
            XdrWriter out,
            Session session,
            SequenceArgs sequence,
            SlotLimits limits) {
        out.writeInt(Operation.SEQUENCE.value());
        out.writeInt(NfsStatus.OK.value());
        new SequenceResOk(
                        sequence.sessionId(),
                        sequence.sequenceId(),
                        sequence.slotId(),
                        limits.enforced(),
                        limits.target(),
                        session.statusFlags(cx.now()))
                .encodeBody(out);
    }

    /** Puts the kept reply in place of the one that was begun. */
    private static Admission replay(XdrWriter out, ReplyFrame frame, Slot slot, int sequenceId) {
        int begun = out.position();
        if (slot.replay(sequenceId, out)) {
            frame.replaceBy(out, begun);
            return Admission.ANSWERED;
        }
        // Either the slot has gone on to the next request meanwhile, which makes this one an old
        // one, or it has just been retired: the retry of the retry will be told so.
        boolean old = slot.sequenceId() != sequenceId;
        return refuse(out, frame, old ? NfsStatus.SEQ_MISORDERED : NfsStatus.DELAY);
    }

    private static Admission refuse(XdrWriter out, ReplyFrame frame, NfsStatus status) {
        out.writeInt(Operation.SEQUENCE.value());
        out.writeInt(status.value());
        frame.close(out, status, 1);
        return Admission.ANSWERED;
    }
}
