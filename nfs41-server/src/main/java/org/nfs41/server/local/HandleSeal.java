package org.nfs41.server.local;

import org.nfs41.ops.fs.HandleCheck;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;

/**
 * Puts a secret check before the key of an object in its handle, so that only objects which were
 * found within the export can be asked for: the host would open any one of its file system.
 * Immutable and safe for use by several threads.
 */
final class HandleSeal {
    /** How long a key of the server is. */
    static final int KEY_BYTES = HandleCheck.KEY_BYTES;

    /** How long the check is that comes before the key. */
    static final int CHECK_BYTES = Long.BYTES;

    private final HandleCheck check;
    private final int export;

    /**
     * A seal for the export whose root has this key: what was found in another one of the same
     * server, whose clients may be others, is not good here.
     */
    HandleSeal(Opaque secret, HandleKey root) {
        check = new HandleCheck(secret);
        export = root.hashCode();
    }

    /** The key in the bytes of {@code handle} from {@code index} on, whoever made it. */
    static HandleKey unverified(Opaque handle, int index) {
        return HandleKey.of(handle, index + CHECK_BYTES);
    }

    void put(HandleKey key, ByteBuffer target) {
        int start = target.position();
        target.putLong(0);
        key.putTo(target);
        int length = target.position() - start;
        Opaque handle = Opaque.wrap(target.slice(start, length));
        target.putLong(start, check.of(export, handle, CHECK_BYTES));
    }

    /** The key in the bytes of {@code handle} from {@code index} on; NFS4ERR_BADHANDLE. */
    HandleKey open(Opaque handle, int index) throws HostException {
        int from = index + CHECK_BYTES;
        boolean good =
                handle.length() > from && handle.longAt(index) == check.of(export, handle, from);
        Volume.require(good, NfsStatus.BADHANDLE);
        return HandleKey.of(handle, from);
    }
}
