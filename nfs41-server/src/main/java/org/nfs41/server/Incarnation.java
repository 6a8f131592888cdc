package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.Remembered;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** How a server is named, and what tells it from what it was before a restart. */
final class Incarnation {
    /** No other server has 128 random bits in common with this one. */
    private static final int NAME_BYTES = 16;

    /** Nobody keeps a key for a server without a memory: handles are checked for damage alone. */
    private static final Opaque NO_KEY = Opaque.of(new byte[ExportTable.HANDLE_KEY_BYTES]);

    private Incarnation() {}

    /** What the storage remembers, or what a server is that remembers nothing. */
    static Remembered begin(StableStorage storage, SecureRandom random, Instant now) {
        @Nullable Remembered before = storage.begin();
        return before != null
                ? before
                : new Remembered(epochOf(now), newName(random), NO_KEY, 0, List.of());
    }

    /** A boot epoch that differs from those before as long as the clock goes on. */
    static int epochOf(Instant now) {
        return (int) now.getEpochSecond();
    }

    /** A name for a server that has none. */
    static Opaque newName(SecureRandom random) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return Opaque.utf8("nfs41-" + HexFormat.of().formatHex(name));
    }

    /** A key for the filehandles of a server that keeps it. */
    static Opaque newHandleKey(SecureRandom random) {
        byte[] key = new byte[ExportTable.HANDLE_KEY_BYTES];
        random.nextBytes(key);
        return Opaque.of(key);
    }

    /** What EXCHANGE_ID tells of a server. */
    static ServerIdentity identity(Remembered server) {
        return new ServerIdentity(
                server.bootEpoch(),
                new ServerOwner(0, server.serverName()),
                server.serverName(),
                new NfsImplId(
                        Opaque.utf8("nfs41.org"),
                        Opaque.utf8("nfs41 " + Version.TEXT),
                        new NfsTime(0, 0)));
    }
}
