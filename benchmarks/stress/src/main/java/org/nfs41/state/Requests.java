package org.nfs41.state;

import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;

/** What the stress tests send to a slot, and how they look at its answers. */
final class Requests {
    static final Principal WHO = Principal.sys(1);
    static final long FINGERPRINT = 7;
    static final long OTHER_FINGERPRINT = 8;

    /** A forbidden outcome of every test: a reply of which part is another's. */
    static final String MIXED = "MIXED";

    /** Replies that are all of one byte; two lengths, the longer needs another buffer. */
    private static final int SHORT_REPLY_BYTES = 200;

    private static final int LONG_REPLY_BYTES = 600;

    private static final ByteBuffer FIRST = reply(SHORT_REPLY_BYTES, 1);
    private static final ByteBuffer SECOND = reply(SHORT_REPLY_BYTES, 2);
    private static final ByteBuffer LONG = reply(LONG_REPLY_BYTES, 2);

    private static final long BUDGET_BYTES = 1 << 20;

    private Requests() {}

    /** An unused slot with memory for its replies. */
    static Slot unused() {
        return new Slot(new ReplyMemory(BUDGET_BYTES).newAccount());
    }

    /** A slot whose last request was number 1 and had its reply kept. */
    static Slot cachedFirst() {
        Slot slot = unused();
        run(slot, 1, FIRST);
        return slot;
    }

    /** A slot that number 1 has claimed. */
    static Slot claimed() {
        Slot slot = unused();
        slot.accept(1, FINGERPRINT, WHO);
        return slot;
    }

    /** Ends request 1. */
    static void completeFirst(Slot slot) {
        complete(slot, FIRST);
    }

    /** Sends request 1 as new, and as a retry if somebody else was faster. */
    static String first(Slot slot) {
        return run(slot, 1, FIRST);
    }

    /** Sends request 2, which has a reply as long as that of request 1. */
    static String second(Slot slot) {
        return run(slot, 2, SECOND);
    }

    /** Sends request 2, which has a longer reply. */
    static String secondLong(Slot slot) {
        return run(slot, 2, LONG);
    }

    /** Sends request 1 once more; REPLAY only if the whole reply came, and nothing else. */
    static String retryFirst(Slot slot) {
        return answer(slot, slot.accept(1, FINGERPRINT, WHO));
    }

    static String name(SlotVerdict verdict) {
        return verdict.name();
    }

    private static String run(Slot slot, int sequenceId, ByteBuffer reply) {
        SlotVerdict verdict = slot.accept(sequenceId, FINGERPRINT, WHO);
        if (verdict == SlotVerdict.NEW) {
            complete(slot, reply);
        }
        return answer(slot, verdict);
    }

    private static void complete(Slot slot, ByteBuffer reply) {
        slot.complete(reply, 0, reply.capacity(), true);
    }

    private static String answer(Slot slot, SlotVerdict verdict) {
        if (verdict != SlotVerdict.REPLAY) {
            return verdict.name();
        }
        XdrWriter out = new XdrWriter(ByteBuffer.allocate(LONG_REPLY_BYTES));
        if (!slot.replay(1, out)) {
            return out.position() == 0 ? SlotVerdict.MISORDERED.name() : MIXED;
        }
        boolean whole = out.position() == SHORT_REPLY_BYTES;
        for (int i = 0; i < out.position(); i++) {
            whole &= out.buffer().get(i) == 1;
        }
        return whole ? verdict.name() : MIXED;
    }

    private static ByteBuffer reply(int bytes, int content) {
        ByteBuffer reply = ByteBuffer.allocate(bytes);
        while (reply.hasRemaining()) {
            reply.put((byte) content);
        }
        return reply;
    }
}
