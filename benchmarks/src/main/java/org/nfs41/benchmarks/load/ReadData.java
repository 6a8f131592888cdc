package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Checks the data of a READ as it comes: a word of eight bytes of each 512 bytes, and the last one.
 * All of it would be for the generator to read everything once more. Used by one thread.
 */
final class ReadData {
    private static final int STEP = 512;

    private final int file;
    private final int length;
    private @Nullable Slot slot;
    private int position;

    /** Of READs of {@code length} bytes, a multiple of 8, of a connection's file. */
    ReadData(int file, int length) {
        this.file = file;
        this.length = length;
    }

    /** Data of this slot's request comes next. */
    void begin(Slot slot) {
        this.slot = slot;
        position = 0;
    }

    /** The slot whose data is coming, null if none is. */
    @Nullable Slot slot() {
        return slot;
    }

    /**
     * Takes what has come, and forgets the slot when that is all.
     *
     * @param in holds the data from {@code from} to {@code to}, perhaps more of other replies
     * @return the index behind what was taken; a word that has come in part is left
     * @throws WrongReply if it is not what was written there
     */
    int take(ByteBuffer in, int from, int to) throws WrongReply {
        Slot current = slot;
        if (current == null) {
            return from;
        }
        // where the reply's data begins, which may have been before this buffer does
        int base = from - position;
        int end = Math.min(to, base + length) - base;
        int word = firstFrom(position);
        while (word + Long.BYTES <= end) {
            compare(current, in.getLong(base + word), word);
            word = firstFrom(word + 1);
        }
        position = Math.min(end, word);
        if (position == length) {
            slot = null;
        }
        return base + position;
    }

    /** The next position of a word that is looked at; the length behind the last. */
    private int firstFrom(int at) {
        int next = (at + STEP - 1) & -STEP;
        if (next < length) {
            return next;
        }
        return at <= length - Long.BYTES ? length - Long.BYTES : length;
    }

    private void compare(Slot current, long is, int at) throws WrongReply {
        long offset = current.offset() + at;
        long expected = Pattern.word(file, offset);
        if (is != expected) {
            throw new WrongReply(
                    String.format(
                            "READ: the eight bytes at %d of the file are %016x, not %016x",
                            offset, is, expected));
        }
    }
}
