package org.nfs41.benchmarks.load;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;

/**
 * One connection under load: on each slot the next request leaves as soon as the last one has been
 * answered. Used by one thread.
 */
final class LoadConnection {
    /** More is read at a time by no system call; small enough for a processor's cache. */
    private static final int INPUT_BYTES = 256 << 10;

    private static final int LAST_FRAGMENT = 0x80000000;
    private static final int EVIDENCE_BYTES = 160;
    private static final double NANOS = 1e9;

    private final Scenario scenario;
    private final Prepared prepared;
    private final SocketChannel channel;
    private final Slot[] slots;
    private final RequestTemplate template;
    private final ReplyChecker checker;
    private final ReadData readData;
    private final Output output;
    private final int blocks;

    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final XdrReader reader = new XdrReader();
    private final Shape shape;

    /** In an open loop: slots without a request. */
    private final Slot[] free;

    private int freeCount;
    private Pace pace = new Pace(0, 0, 0);
    private final Slot[] answered;
    private int answeredCount;
    private int busy;
    private long random;

    /** A connection that is prepared; nothing is sent yet. */
    LoadConnection(Scenario scenario, SocketChannel channel, Prepared prepared, Shape shape) {
        this.scenario = scenario;
        this.prepared = prepared;
        this.channel = channel;
        int depth = Math.min(shape.depth(), prepared.slots());
        slots = new Slot[depth];
        for (int i = 0; i < depth; i++) {
            slots[i] = new Slot(i, i == 0 ? prepared.sequenceId() : 0);
        }
        answered = new Slot[depth];
        free = new Slot[depth];
        this.shape = shape;
        template = RequestTemplate.of(scenario, prepared, depth, shape);
        checker = new ReplyChecker(scenario, prepared);
        readData = new ReadData(prepared.number(), scenario.ioBytes());
        output = new Output(template, depth);
        blocks = scenario.ioBytes() == 0 ? 1 : shape.fileBytes() / scenario.ioBytes();
        random = 0x2545F4914F6CDD1DL * (prepared.number() + 1);
    }

    SocketChannel channel() {
        return channel;
    }

    Prepared prepared() {
        return prepared;
    }

    /** The last sequence id that was used on slot 0. */
    int sequenceId() {
        return slots[0].sequenceId();
    }

    /** Whether no request is under way. */
    boolean isIdle() {
        return busy == 0;
    }

    /** Whether it is open and no request is under way, so that others may be sent. */
    boolean isUsable() {
        return isIdle() && channel.isOpen();
    }

    /**
     * Begins a request on each slot, or to keep pace.
     *
     * @return whether all of them could be written
     */
    boolean start() throws IOException {
        long now = System.nanoTime();
        if (shape.isOpenLoop()) {
            double interval = NANOS * shape.connections() / shape.rate();
            pace = new Pace(now, interval, (double) prepared.number() / shape.connections());
            System.arraycopy(slots, 0, free, 0, slots.length);
            freeCount = slots.length;
        } else {
            for (Slot slot : slots) {
                begin(slot, now);
            }
        }
        return output.writeTo(channel);
    }

    /** In an open loop: whether {@link #startDue} has something to do. */
    boolean isDue() {
        return freeCount > 0 && pace.next() - System.nanoTime() <= 0;
    }

    /**
     * Begins the requests that are due, as far as there are slots for them. One that has to wait
     * for a slot counts as begun when it was due.
     *
     * @return whether all of them could be written
     */
    boolean startDue() throws IOException {
        long now = System.nanoTime();
        while (freeCount > 0 && pace.next() - now <= 0) {
            begin(free[--freeCount], pace.next());
            pace.take();
        }
        return output.writeTo(channel);
    }

    /** Goes on writing what could not be written at once; returns whether that was all. */
    boolean write() throws IOException {
        return output.writeTo(channel);
    }

    /**
     * Reads what has come and begins the next requests.
     *
     * @param tally counts the replies
     * @param counting whether they count
     * @param goOn whether there are to be more requests
     * @return whether all of them could be written
     */
    boolean read(Tally tally, boolean counting, boolean goOn) throws IOException, WrongReply {
        int read = channel.read(input);
        if (read < 0) {
            throw new WrongReply("the server closed connection " + prepared.number());
        }
        takeReplies();
        if (answeredCount == 0) {
            return true;
        }
        long now = System.nanoTime();
        for (int i = 0; i < answeredCount; i++) {
            Slot slot = answered[i];
            if (counting) {
                tally.reply(now - slot.startedAt());
            }
            if (shape.isOpenLoop()) {
                free[freeCount++] = slot;
            } else if (goOn) {
                begin(slot, now);
            }
        }
        if (counting) {
            tally.bytes((long) answeredCount * scenario.ioBytes());
        }
        answeredCount = 0;
        return output.writeTo(channel);
    }

    private void begin(Slot slot, long startedAt) {
        slot.begin(startedAt, nextOffset());
        busy++;
        output.add(slot);
    }

    /** Anywhere in the file, by Marsaglia's xorshift. */
    private long nextOffset() {
        if (blocks == 1) {
            return 0;
        }
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random >>> 1) % blocks * scenario.ioBytes();
    }

    private void takeReplies() throws WrongReply {
        int end = input.position();
        int at = takeData(0, end);
        while (readData.slot() == null && end - at >= Integer.BYTES) {
            int head = headBytes(input.getInt(at));
            at += Integer.BYTES;
            if (end - at < head) {
                at -= Integer.BYTES;
                break;
            }
            Slot slot = takeHead(at, head);
            at += head;
            if (scenario.isRead()) {
                readData.begin(slot);
                at = takeData(at, end);
            } else {
                answered(slot);
            }
        }
        if (at == end) {
            input.clear();
        } else {
            input.limit(end).position(at);
            input.compact();
        }
    }

    private int takeData(int from, int to) throws WrongReply {
        Slot slot = readData.slot();
        if (slot == null) {
            return from;
        }
        try {
            int next = readData.take(input, from, to);
            if (readData.slot() == null) {
                answered(slot);
            }
            return next;
        } catch (WrongReply e) {
            throw wrong(slot, String.valueOf(e.getMessage()), "");
        }
    }

    private void answered(Slot slot) {
        slot.end();
        busy--;
        answered[answeredCount++] = slot;
    }

    /** How much of a record has to be there before it is looked at: all but a READ's data. */
    private int headBytes(int mark) throws WrongReply {
        if (mark >= 0) {
            throw new WrongReply(
                    "a reply in several fragments, which this generator does not put together");
        }
        int length = mark & ~LAST_FRAGMENT;
        boolean data = scenario.isRead() && length > scenario.ioBytes();
        int head = data ? length - scenario.ioBytes() : length;
        if (head < Integer.BYTES || head > INPUT_BYTES - Integer.BYTES) {
            throw new WrongReply("a record of " + length + " bytes, which no right reply has");
        }
        return head;
    }

    private Slot takeHead(int at, int length) throws WrongReply {
        int xid = input.getInt(at);
        int id = Slot.idOf(xid);
        if (id >= slots.length || !slots[id].isBusy() || slots[id].xid() != xid) {
            throw new WrongReply(
                    String.format(
                            "a record with xid %08x, which no request on connection %d has%n%s",
                            xid, prepared.number(), bytes(at, length)));
        }
        try {
            checker.check(reader.reset(input, at + Integer.BYTES, at + length), slots[id]);
        } catch (WrongReply e) {
            throw wrong(slots[id], String.valueOf(e.getMessage()), bytes(at, length));
        } catch (XdrException e) {
            throw wrong(slots[id], "ends too early, " + e.getMessage(), bytes(at, length));
        }
        return slots[id];
    }

    private String bytes(int at, int length) {
        int shown = Math.min(length, EVIDENCE_BYTES);
        Opaque begin = Opaque.wrap(input.duplicate().limit(at + shown).position(at));
        String hex = HexFormat.of().formatHex(begin.toByteArray());
        return "  its first " + shown + " of " + length + " bytes: " + hex;
    }

    private WrongReply wrong(Slot slot, String what, String bytes) {
        return new WrongReply(
                String.format(
                        "reply to %s, connection %d, slot %d, sequence id %d, offset %d: %s%n%s",
                        scenario,
                        prepared.number(),
                        slot.id(),
                        slot.sequenceId(),
                        slot.offset(),
                        what,
                        bytes));
    }
}
