package org.nfs41.state;

/**
 * How much clients can make the server remember; each at least 1.
 *
 * @param unconfirmedClients EXCHANGE_IDs that no CREATE_SESSION has followed yet; when there are
 *     more, the oldest is forgotten
 * @param confirmedClients clients with a confirmed id; one more is refused with {@code
 *     NFS4ERR_NOSPC}, as no client that renews its lease is ever the victim of another
 * @param sessionsPerClient likewise for the sessions of one client
 * @param sessions likewise for all sessions
 */
public record TableLimits(
        int unconfirmedClients, int confirmedClients, int sessionsPerClient, int sessions) {
    /**
     * Unconfirmed ids cost an attacker one request each, so few. Clients have one session each, or
     * one for each network path that they trunk; 131,072 idle sessions fit a heap of 1 GiB.
     */
    public static final TableLimits DEFAULT = new TableLimits(4096, 131_072, 64, 131_072);

    public TableLimits {
        if (unconfirmedClients < 1 || confirmedClients < 1 || sessionsPerClient < 1) {
            throw new IllegalArgumentException("a server without clients");
        }
        if (sessions < 1 || sessions > SessionTable.MOST_SESSIONS) {
            throw new IllegalArgumentException("sessions: " + sessions);
        }
    }
}
