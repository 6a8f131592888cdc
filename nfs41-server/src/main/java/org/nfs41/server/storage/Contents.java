package org.nfs41.server.storage;

import org.nfs41.state.KnownClient;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all records of a log come to. Not safe for use by several threads. */
final class Contents {
    private final Opaque serverName;
    private final Opaque handleKey;
    private final Map<Opaque, KnownClient> mayReclaim = new LinkedHashMap<>();
    private int bootEpoch;
    private long leaseNanos;
    private boolean damaged;

    Contents(Opaque serverName, Opaque handleKey, int bootEpoch) {
        this.serverName = serverName;
        this.handleKey = handleKey;
        this.bootEpoch = bootEpoch;
    }

    static Contents of(Remembered state) {
        Contents contents = new Contents(state.serverName(), state.handleKey(), state.bootEpoch());
        contents.leaseNanos = state.leaseNanos();
        state.mayReclaim().forEach(client -> contents.mayReclaim.put(client.owner(), client));
        return contents;
    }

    Remembered state() {
        return new Remembered(
                bootEpoch, serverName, handleKey, leaseNanos, new ArrayList<>(mayReclaim.values()));
    }

    void apply(StableRecord record) {
        switch (record) {
            case StableRecord.MayReclaim(KnownClient client) ->
                    mayReclaim.put(client.owner(), client);
            case StableRecord.Revoked(Opaque owner) -> mayReclaim.remove(owner);
            case StableRecord.Gone(Opaque owner) -> mayReclaim.remove(owner);
            case StableRecord.Lease(long nanos) -> leaseNanos = nanos;
        }
    }

    void applyAll(List<StableRecord> records) {
        records.forEach(this::apply);
    }

    /** Records are missing, so that nobody is known to have lost nothing (section 8.4.3). */
    void forgetClients() {
        mayReclaim.clear();
        damaged = true;
    }

    /** Whether clients had to be forgotten. */
    boolean isDamaged() {
        return damaged;
    }

    /**
     * Another boot epoch than any before: greater than the last one, and than those of a log that
     * was lost unless the clock was set back.
     */
    void nextEpoch(int clock) {
        int next = bootEpoch + 1;
        bootEpoch = Integer.compareUnsigned(next, clock) < 0 ? clock : next;
    }
}
