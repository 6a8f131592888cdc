package org.nfs41.ops;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A fingerprint of a request, by which a slot tells a retry from another request with the same
 * sequence id (RFC 8881 section 2.10.6.1.3.1).
 *
 * <p>CRC-32C with the length costs a few nanoseconds where a cryptographic hash would double the
 * cost of SEQUENCE, and it need not resist forgery: only the slot's own principal gets so far, and
 * all that it could trick is itself.
 *
 * <p>{@code sa_highest_slotid} is left out. It says what the client has outstanding when it sends
 * (section 18.46.3), so it is another one in a retry that is sent when other slots have come free,
 * as Linux clients do; and they send as a new request what was refused as a false retry.
 *
 * <p>Of a long request whose reply is not kept only the beginning is looked at: its retry is told
 * NFS4ERR_RETRY_UNCACHED_REP if not NFS4ERR_SEQ_FALSE_RETRY, and both say that it was not executed.
 * To read the data of each large WRITE took a tenth of the time that one takes. Where the reply is
 * kept everything counts, lest a WRITE be answered by the success of another one.
 */
final class RequestDigest {
    /**
     * What stands between a COMPOUND's tag and {@code sa_highest_slotid}: minor version, operation
     * count, operation number, session id, sequence id and slot id.
     */
    private static final int TAG_TO_HIGHEST_SLOT = 3 * Integer.BYTES + 16 + 2 * Integer.BYTES;

    /** How much of a request counts whose reply is not kept: all but data, as a rule. */
    private static final int LOOKED_AT_BYTES = 1024;

    private final ThreadLocal<CRC32C> checksum = ThreadLocal.withInitial(CRC32C::new);

    /**
     * The fingerprint of a COMPOUND's arguments, which begin with a SEQUENCE that has been decoded.
     *
     * @param from index in {@code buffer} of the tag
     * @param to index after the last byte
     * @param kept whether the reply is to be kept
     */
    long of(ByteBuffer buffer, int from, int to, boolean kept) {
        int tagBytes = buffer.getInt(from) + 3 & ~3;
        int highestSlot = from + Integer.BYTES + tagBytes + TAG_TO_HIGHEST_SLOT;
        CRC32C crc = checksum.get();
        crc.reset();
        // The buffer's own position is somebody else's: lent, and given back as it was.
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(highestSlot).position(from);
        crc.update(buffer);
        int behind = highestSlot + Integer.BYTES;
        buffer.limit(kept ? to : Math.min(to, behind + LOOKED_AT_BYTES)).position(behind);
        crc.update(buffer);
        buffer.limit(limit).position(position);
        return (long) (to - from) << Integer.SIZE | crc.getValue();
    }
}
