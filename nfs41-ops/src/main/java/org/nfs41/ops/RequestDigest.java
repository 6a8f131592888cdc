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
 */
final class RequestDigest {
    private final ThreadLocal<CRC32C> checksum = ThreadLocal.withInitial(CRC32C::new);

    /** The fingerprint of {@code buffer} from index {@code from} up to {@code to}. */
    long of(ByteBuffer buffer, int from, int to) {
        CRC32C crc = checksum.get();
        crc.reset();
        // The buffer's own position is somebody else's: lent, and given back as it was.
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(to).position(from);
        crc.update(buffer);
        buffer.limit(limit).position(position);
        return (long) (to - from) << Integer.SIZE | crc.getValue();
    }
}
