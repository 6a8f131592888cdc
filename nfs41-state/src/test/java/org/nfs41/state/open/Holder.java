package org.nfs41.state.open;

import java.util.ArrayList;
import java.util.List;

/** A client whose lease lapses when a test says so, and who remembers what he is told. */
final class Holder implements StateHolder {
    private final long clientId;
    final List<String> told = new ArrayList<>();
    volatile boolean lapsed;

    /** Whether its lease has lapsed, and stable storage does not know of it yet. */
    volatile boolean yielding;

    Holder(long clientId) {
        this.clientId = clientId;
    }

    @Override
    public long clientId() {
        return clientId;
    }

    @Override
    public boolean lapsed(long now) {
        return lapsed;
    }

    @Override
    public boolean silent(long now) {
        return lapsed || yielding;
    }

    @Override
    public synchronized void revoked(RevocationCause cause, boolean everything) {
        told.add(cause + (everything ? " all" : " some"));
    }

    @Override
    public synchronized void acknowledged(RevocationCause cause) {
        told.add(cause + " known");
    }
}
