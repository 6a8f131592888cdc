package org.nfs41.state;

/**
 * What stable storage says of one client of this incarnation of the server: nothing, that it may
 * reclaim, or that it may not because state of it was revoked.
 *
 * <p>Safe for use by any number of threads; called with locks of clients and files held.
 */
final class StableMark {
    private enum Says {
        NOTHING,
        MAY_RECLAIM,
        REVOKED
    }

    private final StableStorage storage;
    private final KnownClient client;

    /** Whether storage says MAY_RECLAIM: what every OPEN looks at. */
    private volatile boolean remembered;

    // guarded by this
    private Says says;
    private boolean ended;

    /**
     * How often the last word was that the client may not reclaim, and up to which it is stored.
     */
    private int withdrawn;

    private int withdrawnStored;

    /**
     * A mark of a client.
     *
     * @param remembered whether the storage has it from an earlier incarnation of the server
     */
    StableMark(StableStorage storage, KnownClient client, boolean remembered) {
        this.storage = storage;
        this.client = client;
        this.remembered = remembered;
        this.says = remembered ? Says.MAY_RECLAIM : Says.NOTHING;
    }

    KnownClient client() {
        return client;
    }

    /** Whether storage says that the client may reclaim. Costs next to nothing. */
    boolean isRemembered() {
        return remembered;
    }

    /** Whether storage says that state was, or was to be, taken from the client. */
    synchronized boolean isRevoked() {
        return says == Says.REVOKED;
    }

    /** The client is about to have state that it may reclaim. */
    synchronized void remember() {
        if (!ended && says != Says.MAY_RECLAIM) {
            storage.append(new StableRecord.MayReclaim(client));
            says = Says.MAY_RECLAIM;
            remembered = true;
        }
    }

    /**
     * The client loses state without having given it up.
     *
     * @return whether it is sure, whatever happens to the server, that the client will not reclaim
     *     it: only then may others have it
     */
    synchronized boolean revoke() {
        if (says == Says.MAY_RECLAIM) {
            withdraw(new StableRecord.Revoked(client.owner()), Says.REVOKED);
        }
        return withdrawn == withdrawnStored;
    }

    /** The client has nothing to reclaim. */
    synchronized void forget() {
        if (says != Says.NOTHING) {
            withdraw(new StableRecord.Gone(client.owner()), Says.NOTHING);
        }
    }

    /** The client is gone, and what it held as soon as that is stored. */
    synchronized void end() {
        forget();
        ended = true;
    }

    private void withdraw(StableRecord record, Says now) {
        storage.append(record);
        says = now;
        remembered = false;
        withdrawn++;
        int mine = withdrawn;
        storage.whenStored(() -> withdrawnStored(mine));
    }

    private synchronized void withdrawnStored(int number) {
        withdrawnStored = number;
    }
}
