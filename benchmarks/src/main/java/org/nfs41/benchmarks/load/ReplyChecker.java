package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.Describe;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/**
 * Holds each reply against its request, without making objects. Used by one thread.
 *
 * <p>READ's data is left to {@link ReadData}: it may not have come yet.
 */
final class ReplyChecker {
    private static final int REPLY = 1;
    private static final int MAX_VERIFIER_BYTES = 400;
    private static final int MAX_TAG_BYTES = 1024;
    private static final int REGULAR_FILE = 1;
    private static final int MAX_STABLE_HOW = 2;

    private final Scenario scenario;
    private final SessionId session;
    private final Opaque file;
    private final int[] attributeWords;

    ReplyChecker(Scenario scenario, Prepared prepared) {
        this.scenario = scenario;
        this.session = prepared.session();
        this.file = prepared.file().data();
        this.attributeWords = new int[] {words(0), words(Integer.SIZE)};
    }

    private static int words(int from) {
        int word = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            if (RequestTemplate.ATTRIBUTES.contains(from + bit)) {
                word |= 1 << bit;
            }
        }
        return word;
    }

    /**
     * Reads a reply behind its xid, up to the end or to READ's data.
     *
     * @throws WrongReply if it does not answer the slot's request as it has to
     * @throws XdrException if it ends too early
     */
    void check(XdrReader in, Slot slot) throws WrongReply, XdrException {
        rpc(in);
        if (scenario != Scenario.NULL) {
            compound(in);
            sequence(in, slot);
            for (int i = 0; i < scenario.operations().size(); i++) {
                Operation operation = scenario.operations().get(i);
                begin(in, operation);
                body(in, operation, slot);
            }
        }
        if (in.remaining() != 0) {
            throw new WrongReply(in.remaining() + " bytes too many in it");
        }
    }

    private static void rpc(XdrReader in) throws WrongReply, XdrException {
        expect("message type", REPLY, in.readInt());
        expect("reply_stat (0: accepted)", 0, in.readInt());
        in.readInt();
        in.skipOpaque(in.readOpaqueLength(MAX_VERIFIER_BYTES));
        expect("accept_stat (0: executed)", 0, in.readInt());
    }

    private void compound(XdrReader in) throws WrongReply, XdrException {
        int status = in.readInt();
        in.skipOpaque(in.readOpaqueLength(MAX_TAG_BYTES));
        int results = in.readInt();
        if (status != 0) {
            throw new WrongReply(
                    "result "
                            + results
                            + " of "
                            + (scenario.operations().size() + 1)
                            + ", of "
                            + operationAt(results)
                            + ": "
                            + Describe.status(new NfsStatus(status)));
        }
        expect("number of results", scenario.operations().size() + 1, results);
    }

    private String operationAt(int results) {
        int behindSequence = results - 2;
        return behindSequence >= 0 && behindSequence < scenario.operations().size()
                ? scenario.operations().get(behindSequence).toString()
                : Operation.SEQUENCE.toString();
    }

    private void sequence(XdrReader in, Slot slot) throws WrongReply, XdrException {
        begin(in, Operation.SEQUENCE);
        if (in.readLong() != session.high() || in.readLong() != session.low()) {
            throw new WrongReply("SEQUENCE of another session");
        }
        expect("sr_sequenceid", slot.sequenceId(), in.readInt());
        expect("sr_slotid", slot.id(), in.readInt());
        // highest and target slot id, and the flags, may be anything
        in.readInt();
        in.readInt();
        in.readInt();
    }

    private static void begin(XdrReader in, Operation operation) throws WrongReply, XdrException {
        int number = in.readInt();
        if (number != operation.value()) {
            throw new WrongReply(
                    "result of " + Describe.operation(number) + " instead of " + operation);
        }
        int status = in.readInt();
        if (status != 0) {
            throw new WrongReply(operation + ": " + Describe.status(new NfsStatus(status)));
        }
    }

    private void body(XdrReader in, Operation operation, Slot slot)
            throws WrongReply, XdrException {
        if (operation.equals(Operation.READ)) {
            in.readBoolean();
            int length = in.readInt();
            if (length != scenario.ioBytes()) {
                throw new WrongReply(
                        "READ of "
                                + scenario.ioBytes()
                                + " bytes at "
                                + slot.offset()
                                + ", all of them there, returned "
                                + Integer.toUnsignedString(length));
            }
        } else if (operation.equals(Operation.WRITE)) {
            expect("bytes that WRITE wrote", scenario.ioBytes(), in.readInt());
            int committed = in.readInt();
            if (committed < 0 || committed > MAX_STABLE_HOW) {
                throw new WrongReply("WRITE's stable_how4 is " + committed);
            }
            in.readLong();
        } else if (operation.equals(Operation.GETATTR)) {
            attributes(in);
        } else if (operation.equals(Operation.GETFH)) {
            int length = in.readOpaqueLength(MAX_VERIFIER_BYTES);
            if (!in.readFixedOpaque(length).equals(file)) {
                throw new WrongReply("GETFH: not the handle that the file had");
            }
        }
    }

    private void attributes(XdrReader in) throws WrongReply, XdrException {
        int words = in.readInt();
        if (words < attributeWords.length
                || in.readInt() != attributeWords[0]
                || in.readInt() != attributeWords[1]) {
            throw new WrongReply("GETATTR returned other attributes than were asked for");
        }
        for (int i = attributeWords.length; i < words; i++) {
            expect("further word of GETATTR's bitmap", 0, in.readInt());
        }
        int length = in.readOpaqueLength(MAX_TAG_BYTES);
        expect("bytes of GETATTR's values", RequestTemplate.ATTRIBUTE_BYTES, length);
        expect("type (1: regular file)", REGULAR_FILE, in.readInt());
        in.position(in.position() + length - Integer.BYTES);
    }

    private static void expect(String what, int expected, int actual) throws WrongReply {
        if (actual != expected) {
            throw new WrongReply(
                    what
                            + " is "
                            + Integer.toUnsignedString(actual)
                            + ", not "
                            + Integer.toUnsignedString(expected));
        }
    }
}
