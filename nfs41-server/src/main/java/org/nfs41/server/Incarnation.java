package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.Remembered;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How a server is named, and what tells it from what it was before a restart. */
final class Incarnation {
    /** Nobody keeps a key for a server without a memory: handles are checked for damage alone. */
    private static final Opaque NO_KEY = Opaque.of(new byte[ExportTable.HANDLE_KEY_BYTES]);

    private Incarnation() {}

    /**
     * What the storage remembers, or what a server is that remembers nothing: it has a name that no
     * other has, and its boot epoch differs from those before as long as the clock goes on.
     */
    static Remembered begin(StableStorage storage, Instant now) {
        @Nullable Remembered before = storage.begin();
        return before != null
                ? before
                : new Remembered(
                        (int) now.getEpochSecond(),
                        Opaque.utf8("nfs41-" + UUID.randomUUID()),
                        NO_KEY,
                        0,
                        List.of());
    }

    /** What EXCHANGE_ID tells of a server. */
    static ServerIdentity identity(Remembered server, @Nullable NfsImplId implementation) {
        return new ServerIdentity(
                server.bootEpoch(),
                new ServerOwner(0, server.serverName()),
                server.serverName(),
                implementation);
    }
}
