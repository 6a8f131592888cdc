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
     * @param client who asks
     * @param reclaim whether it asks for what it had before the restart
     * @return OK; GRACE for what may come later; NO_GRACE for what can no longer be reclaimed
     */
    NfsStatus admit(ClientRecord client, boolean reclaim);
}
