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
 * @param replyBytes what the replies that are kept for retries take together, up to {@link
 *     #MOST_REPLY_BYTES}: sessions have to do with fewer slots when half of it is used, see {@link
 *     ReplyMemory}
 */
public record TableLimits(
        int unconfirmedClients,
        int confirmedClients,
        int sessionsPerClient,
        int sessions,
        long replyBytes) {
    /** 1 TiB: more than any heap, and far from where sums of it would overflow. */
    public static final long MOST_REPLY_BYTES = 1L << 40;

    /**
     * 256 MiB: the default number of slots with the largest replies that are kept, for 512 clients
     * at once. Who knows how much memory there is should say so.
     */
    private static final long DEFAULT_REPLY_BYTES = 256L << 20;

    /**
     * Unconfirmed ids cost an attacker one request each, so few. Clients have one session each, or
     * one for each network path that they trunk; 131,072 idle sessions fit a heap of 1 GiB.
     */
    public static final TableLimits DEFAULT = new TableLimits(4096, 131_072, 64, 131_072);

    /** Limits with memory for replies that suffices for hundreds of busy clients. */
    public TableLimits(
            int unconfirmedClients, int confirmedClients, int sessionsPerClient, int sessions) {
        this(
                unconfirmedClients,
                confirmedClients,
                sessionsPerClient,
                sessions,
                DEFAULT_REPLY_BYTES);
    }

    public TableLimits {
        if (unconfirmedClients < 1 || confirmedClients < 1 || sessionsPerClient < 1) {
            throw new IllegalArgumentException("a server without clients");
        }
        if (sessions < 1 || sessions > SessionTable.MOST_SESSIONS) {
            throw new IllegalArgumentException("sessions: " + sessions);
        }
        if (replyBytes < 1 || replyBytes > MOST_REPLY_BYTES) {
            throw new IllegalArgumentException("memory for replies: " + replyBytes + " bytes");
        }
    }

    /** The same with another amount of memory for replies. */
    public TableLimits withReplyBytes(long bytes) {
        return new TableLimits(
                unconfirmedClients, confirmedClients, sessionsPerClient, sessions, bytes);
    }
}
