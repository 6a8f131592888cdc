package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers with which verifier a file was created, so that a call which is repeated after a
 * restart of the server finds its own file: in an extended attribute of the file. Where the host
 * keeps none, the last files are remembered in memory. Safe for use by several threads.
 */
final class CreateMarks {
    /** Only root sees these attributes; for other servers there are those of users. */
    private static final Opaque OF_ROOT = Opaque.utf8("trusted.nfs41.create");

    /** Without the {@code user.} that they begin with. */
    private static final Opaque USER_NAME = Opaque.utf8("nfs41.create");

    private static final Opaque OF_USER = UserXattrs.hostName(USER_NAME);

    /** More than there can be calls whose answer is on the way. */
    private static final int MAX_REMEMBERED = 16_384;

    private final Opaque attribute;

    /** Guarded by itself. */
    private final Map<HandleKey, Long> remembered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<HandleKey, Long> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    CreateMarks(boolean privileged) {
        attribute = privileged ? OF_ROOT : OF_USER;
    }

    /**
     * Whether {@code user.NAME} is such a mark. Clients never see it, whoever the server's user is
     * now, and do not make one: it decides whose a file is.
     */
    static boolean isMark(Opaque name) {
        return name.equals(USER_NAME);
    }

    void put(OpenObject file, long verifier) {
        MemorySegment value = Scratch.current().pairs();
        value.set(ValueLayout.JAVA_LONG, 0, verifier);
        if (Xattrs.set(file.fd(), attribute, value, Long.BYTES) < 0) {
            synchronized (remembered) {
                remembered.put(file.inode().key(), verifier);
            }
        }
    }

    boolean has(OpenObject file, long verifier) {
        MemorySegment value = Scratch.current().pairs();
        long size = Xattrs.get(file.fd(), attribute, value);
        if (size == Long.BYTES) {
            return value.get(ValueLayout.JAVA_LONG, 0) == verifier;
        }
        synchronized (remembered) {
            Long known = remembered.get(file.inode().key());
            return known != null && known == verifier;
        }
    }
}
