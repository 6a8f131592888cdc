package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcCredential;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.nio.ByteBuffer;

/**
 * The AUTH_SYS credentials that one connection's calls came with last, so that equal bytes are
 * parsed once and give the same object. For one thread.
 */
final class CredentialCache {
    /** A power of two. A client machine has few users at work at a time. */
    private static final int ENTRIES = 4;

    private final Entry[] entries = new Entry[ENTRIES];
    private int count;
    private int hit;
    private int victim;

    private record Entry(ByteBuffer body, RpcCredential credential) {}

    /**
     * The credential whose body is the next {@code length} bytes of {@code in}, which are known to
     * be there; {@code in} does not move. Null when they are not an AUTH_SYS body.
     */
    @Nullable RpcCredential find(XdrReader in, int length) {
        ByteBuffer buffer = in.buffer();
        int at = in.position();
        if (count > 0 && matches(entries[hit].body, buffer, at, length)) {
            return entries[hit].credential;
        }
        for (int i = 0; i < count; i++) {
            if (matches(entries[i].body, buffer, at, length)) {
                hit = i;
                return entries[i].credential;
            }
        }
        return add(buffer, at, length);
    }

    private @Nullable RpcCredential add(ByteBuffer buffer, int at, int length) {
        if (length > OpaqueAuth.MAX_BODY_BYTES) {
            return null;
        }
        ByteBuffer body = ByteBuffer.allocate(length).put(0, buffer, at, length);
        AuthSys credential;
        try {
            credential = AuthSys.decodeBody(new XdrReader(body));
        } catch (XdrException _) {
            return null;
        }
        int index = count < ENTRIES ? count++ : victim++ & (ENTRIES - 1);
        entries[index] = new Entry(body, credential);
        hit = index;
        return credential;
    }

    private static boolean matches(ByteBuffer body, ByteBuffer buffer, int at, int length) {
        if (body.capacity() != length) {
            return false;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (body.getLong(i) != buffer.getLong(at + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (body.get(i) != buffer.get(at + i)) {
                return false;
            }
        }
        return true;
    }
}
