package org.nfs41.server;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.ReadArgs;

import java.util.function.Predicate;

/**
 * Tells which COMPOUNDs may have to wait for storage, before they are executed: an event loop must
 * not. Errs on the side of those that may. Immutable and safe for use by several threads.
 *
 * @param exports where the waiting is done
 * @param written whether somebody may write the file of a filehandle that is at hand under a
 *     delegation, so that GETATTR may have to change its attributes
 */
record BlockingCompounds(ExportTable exports, Predicate<Opaque> written) {
    private static final int ACCESS = 3;
    private static final int GETATTR = 9;
    private static final int GETFH = 10;
    private static final int PUTFH = 22;
    private static final int READ = 25;

    /**
     * READs of more than this are left to other threads unless the reply can end in a part of the
     * file: to copy it takes a processor longer than to hand it over, and others wait meanwhile.
     */
    static final int MOST_READ_HERE = 64 << 10;

    /** Session id, sequence id, slot, highest slot and whether to cache (RFC 8881 18.46.1). */
    private static final int SEQUENCE_ARGS_BYTES = 16 + 4 + 4 + 4 + 4;

    /** Among them, from the end. */
    private static final int CACHE_THIS_BYTES = 4;

    /**
     * Whether the COMPOUND that {@code args} stands at may block; the reader is left there. If not,
     * the calling thread is to execute it next.
     *
     * <p>A SEQUENCE alone does not, nor BIND_CONN_TO_SESSION: calls to the client on the connection
     * that it binds must not overtake its reply. One that begins with a filehandle depends on the
     * filehandles in it, and on whether what it asks for {@linkplain ExportTable#isAtHand is at
     * hand}. All others may: they come from the root, or they release what clients have open.
     */
    boolean include(XdrReader args) {
        if (!exports.mayBlock()) {
            return false;
        }
        int start = args.position();
        try {
            return include(CompoundHeader.decode(args).opCount(), args);
        } catch (XdrException e) {
            // what comes before that is at hand, and nothing after it is executed
            return false;
        } finally {
            args.position(start);
        }
    }

    private boolean include(int operations, XdrReader args) throws XdrException {
        if (operations == 0) {
            return false;
        }
        int first = args.readInt();
        if (first != Operation.SEQUENCE.value()) {
            return first != Operation.BIND_CONN_TO_SESSION.value();
        }
        if (operations == 1) {
            return false;
        }
        int end = args.position() + args.remaining();
        int second = args.position() + SEQUENCE_ARGS_BYTES;
        if (end - second < Integer.BYTES) {
            // cut off: it ends there
            return false;
        }
        boolean handle = args.buffer().getInt(second) == Operation.PUTFH.value();
        if (handle && !exports.mayBlock(args.buffer(), second, end)) {
            return false;
        }
        boolean kept = args.buffer().getInt(second - CACHE_THIS_BYTES) != 0;
        args.position(second);
        return !handle || !areAtHand(operations - 1, !kept, args);
    }

    /** Whether all operations, of which the first is PUTFH, are known not to wait. */
    private boolean areAtHand(int operations, boolean inRegion, XdrReader args)
            throws XdrException {
        Opaque handle = Opaque.EMPTY;
        boolean reads = false;
        for (int i = 0; i < operations; i++) {
            switch (args.readInt()) {
                case PUTFH -> {
                    handle = args.readOpaque(Limits.FILE_HANDLE);
                    if (!isAnswerable(args) || !exports.isAtHand(handle)) {
                        return false;
                    }
                }
                case GETATTR -> {
                    if (written.test(handle)) {
                        return false;
                    }
                    if (asksForNamedAttributes(args)) {
                        return false;
                    }
                }
                case ACCESS -> skip(args, 1);
                case GETFH -> {}
                case READ -> {
                    ReadArgs read = ReadArgs.decodeBody(args);
                    boolean large = inRegion && i == operations - 1;
                    if (reads || !isAtHand(handle, read, large)) {
                        return false;
                    }
                    reads = true;
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether the next operation, if there is one, can be at hand at all: so that nothing is looked
     * up for a WRITE or a LOOKUP.
     */
    private static boolean isAnswerable(XdrReader args) {
        if (args.remaining() < Integer.BYTES) {
            return true;
        }
        return switch (args.buffer().getInt(args.position())) {
            case PUTFH, GETATTR, ACCESS, GETFH, READ -> true;
            default -> false;
        };
    }

    private boolean isAtHand(Opaque handle, ReadArgs read, boolean large) {
        int count = read.count();
        return count >= 0
                && (large || count <= MOST_READ_HERE)
                && read.offset() >= 0
                && read.offset() <= Long.MAX_VALUE - count
                && exports.isAtHand(handle, read.offset(), count);
    }

    /** Skips GETATTR's arguments. Whether there are named attributes is not known in memory. */
    private static boolean asksForNamedAttributes(XdrReader args) throws XdrException {
        int words = args.readCount(Limits.MESSAGE, Integer.BYTES);
        int first = words > 0 ? args.readInt() : 0;
        skip(args, words - 1);
        return (first & 1 << Attribute.NAMED_ATTR) != 0;
    }

    private static void skip(XdrReader args, int words) throws XdrException {
        for (int i = 0; i < words; i++) {
            args.readInt();
        }
    }
}
