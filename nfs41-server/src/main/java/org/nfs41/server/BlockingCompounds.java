package org.nfs41.server;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.CompoundHeader;

/**
 * Tells which COMPOUNDs may have to wait for storage, before they are executed: an event loop must
 * not. Errs on the side of those that may. Immutable and safe for use by several threads.
 *
 * @param exports where the waiting is done
 */
record BlockingCompounds(ExportTable exports) {
    /** Session id, sequence id, slot, highest slot and whether to cache (RFC 8881 18.46.1). */
    private static final int SEQUENCE_ARGS_BYTES = 16 + 4 + 4 + 4 + 4;

    /**
     * Whether the COMPOUND that {@code args} stands at may block; the reader is left there.
     *
     * <p>A SEQUENCE alone does not. One that begins with a filehandle depends on the filehandles in
     * it. All others may: they come from the root, or they release what clients have open.
     */
    boolean include(XdrReader args) {
        if (!exports.mayBlock()) {
            return false;
        }
        int start = args.position();
        try {
            return include(CompoundHeader.decode(args).opCount(), args);
        } catch (XdrException e) {
            // it is refused before anything is executed
            return false;
        } finally {
            args.position(start);
        }
    }

    private boolean include(int operations, XdrReader args) {
        int at = args.position();
        int end = at + args.remaining();
        int second = at + Integer.BYTES + SEQUENCE_ARGS_BYTES;
        boolean sequence =
                end - at >= Integer.BYTES && args.buffer().getInt(at) == Operation.SEQUENCE.value();
        if (operations == 0 || (sequence && operations == 1)) {
            return false;
        }
        boolean handle =
                sequence
                        && end - second >= Integer.BYTES
                        && args.buffer().getInt(second) == Operation.PUTFH.value();
        return !handle || exports.mayBlock(args.buffer(), second, end);
    }
}
