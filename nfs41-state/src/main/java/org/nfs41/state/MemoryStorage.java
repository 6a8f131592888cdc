package org.nfs41.state;

import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stable storage that lasts as long as this object: for servers that are stopped and started again
 * within one process, as tests do. Everything is stored at once.
 */
public final class MemoryStorage implements StableStorage {
    private final Opaque serverName;
    private final Opaque handleKey;

    // guarded by this
    private final Map<Opaque, KnownClient> mayReclaim = new HashMap<>();
    private long leaseNanos;
    private int bootEpoch;

    /**
     * Storage of a server that has never run.
     *
     * @param serverName unique to the server
     * @param handleKey 16 bytes for the check of filehandles
     */
    public MemoryStorage(Opaque serverName, Opaque handleKey) {
        this.serverName = serverName;
        this.handleKey = handleKey;
    }

    @Override
    public synchronized Remembered begin() {
        bootEpoch++;
        return new Remembered(bootEpoch, serverName, handleKey, leaseNanos, clients());
    }

    @Override
    public synchronized void append(StableRecord record) {
        switch (record) {
            case StableRecord.MayReclaim(KnownClient client) ->
                    mayReclaim.put(client.owner(), client);
            case StableRecord.Revoked(Opaque owner) -> mayReclaim.remove(owner);
            case StableRecord.Gone(Opaque owner) -> mayReclaim.remove(owner);
            case StableRecord.Lease(long nanos) -> leaseNanos = nanos;
        }
    }

    @Override
    public boolean isStored() {
        return true;
    }

    @Override
    public void whenStored(Runnable action) {
        action.run();
    }

    /** Who could reclaim if the server restarted now. */
    public synchronized List<KnownClient> clients() {
        return new ArrayList<>(mayReclaim.values());
    }
}
