package org.nfs41.ops.sim;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Arrays;

/**
 * What a reply to a {@link SimRequest} says.
 *
 * @param sequence SEQUENCE's status
 * @param status the COMPOUND's
 * @param effects operations that took effect; for a request that asks, those of the other one
 * @param highestSlotId the slots that the server lets be used; 0 unless SEQUENCE is OK
 * @param targetHighestSlotId the slots that it wants to be used; likewise
 */
record SimReply(
        NfsStatus sequence,
        NfsStatus status,
        int effects,
        int highestSlotId,
        int targetHighestSlotId) {
    /** Where SEQUENCE's result has what may differ between replies: three numbers. */
    private static final int CHANGEABLE_FROM = 12 + SimRequest.TAG_BYTES + 8 + 16 + 8;

    private static final int CHANGEABLE_TO = CHANGEABLE_FROM + 12;

    /** Decodes the whole reply; fails unless it is one to that very request. */
    static SimReply of(SimRequest request, byte[] bytes) {
        try {
            return decode(request, new XdrReader(bytes));
        } catch (XdrException e) {
            throw new SimFailure("the reply to " + request + " does not decode: " + e.getMessage());
        }
    }

    /** Whether the request was executed without its reply being kept. */
    boolean uncached() {
        return status.equals(NfsStatus.RETRY_UNCACHED_REP);
    }

    /** A copy without what SEQUENCE may compute anew (RFC 8881 section 2.10.6.1.1). */
    static byte[] blanked(byte[] reply) {
        byte[] copy = reply.clone();
        Arrays.fill(copy, CHANGEABLE_FROM, CHANGEABLE_TO, (byte) 0);
        return copy;
    }

    private static SimReply decode(SimRequest request, XdrReader in) throws XdrException {
        NfsStatus status = NfsStatus.decode(in);
        expect(request, in, in.readInt() == SimRequest.TAG_BYTES && in.readLong() == request.id);
        int count = in.readInt();
        if (in.readInt() != Operation.SEQUENCE.value()) {
            throw new SimFailure("the reply to " + request + " has no SEQUENCE");
        }
        NfsStatus last = NfsStatus.decode(in);
        if (!last.isOk()) {
            expect(request, in, count == 1 && last.equals(status));
            return new SimReply(last, status, 0, 0, 0);
        }
        SequenceResOk sequence = SequenceResOk.decodeBody(in);
        expect(
                request,
                in,
                sequence.sessionId().equals(request.sequence.sessionId())
                        && sequence.slotId() == request.sequence.slotId()
                        && sequence.sequenceId() == request.sequence.sequenceId());
        int effects = 0;
        for (int i = 1; i < count; i++) {
            expect(request, in, last.isOk());
            Operation operation = Operation.decode(in);
            last = NfsStatus.decode(in);
            if (last.isOk() && operation.equals(SimOperations.ASK)) {
                effects = in.readInt();
            } else if (last.isOk()) {
                effects++;
                in.readLong();
                in.readOpaque(Limits.MESSAGE);
            }
        }
        expect(request, in, last.equals(status) && in.remaining() == 0);
        expect(
                request,
                in,
                Integer.compareUnsigned(sequence.targetHighestSlotId(), sequence.highestSlotId())
                        <= 0);
        return new SimReply(
                NfsStatus.OK,
                status,
                effects,
                sequence.highestSlotId(),
                sequence.targetHighestSlotId());
    }

    private static void expect(SimRequest request, XdrReader in, boolean fits) {
        if (!fits) {
            throw new SimFailure("the reply to " + request + " is wrong at " + in.position());
        }
    }
}
