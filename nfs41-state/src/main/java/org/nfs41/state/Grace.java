package org.nfs41.state;

import org.nfs41.xdr.NfsStatus;

/**
 * Whether a client may obtain opens and locks now, or get back those from before a restart of the
 * server (RFC 8881 sections 8.4.2.1 and 18.51.3). Safe for use by several threads.
 */
@FunctionalInterface
public interface Grace {
    /** No state outlives the server, so there is no grace period to reclaim it in. */
    Grace NONE =
            (client, reclaim) -> {
                if (reclaim) {
                    return NfsStatus.NO_GRACE;
                }
                return client.reclaimComplete() ? NfsStatus.OK : NfsStatus.GRACE;
            };

    /**
     * Whether an OPEN or LOCK may go on.
     *
     * <p>One that reclaims must ask again when it has what it wanted, and give it back if the
     * answer is another by then: else others might have had it in between.
     *
     * @param client who asks
     * @param reclaim whether it asks for what it had before the restart
     * @return OK; GRACE for what may come later; NO_GRACE for what can no longer be reclaimed
     */
    NfsStatus admit(ClientRecord client, boolean reclaim);

    /**
     * Whether all may be done that state could forbid which is still to be reclaimed: I/O without
     * an open, the end of a file that somebody may have had open, LOCKT.
     *
     * @return OK, or GRACE while somebody may reclaim
     */
    default NfsStatus admitStateless() {
        return NfsStatus.OK;
    }
}
