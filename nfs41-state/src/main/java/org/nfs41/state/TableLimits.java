package org.nfs41.state;

/**
 * How much clients can make the server remember; each at least 1.
 *
 * <p>Where one more client or session does not fit, the client ends whose lease has lapsed longest.
 * If there is none, the request is refused with {@code NFS4ERR_NOSPC}: no client that renews its
 * lease is ever the victim of another.
 *
 * @param unconfirmedClients EXCHANGE_IDs that no CREATE_SESSION has followed yet; when there are
 *     more, the oldest is forgotten
 * @param confirmedClients clients with a confirmed id
 * @param sessionsPerClient sessions of one client
 * @param sessions all sessions
 * @param unconfirmedPerOrigin like the first, of those that come from one {@link Origin}: it has
 *     its own oldest forgotten
 * @param confirmedPerOrigin like the second, of those that come from one {@link Origin}
 * @param replyBytes what the replies that are kept for retries take together, up to {@link
 *     #MOST_REPLY_BYTES}: sessions have to do with fewer slots when half of it is used, see {@link
 *     ReplyMemory}
 */
public record TableLimits(
        int unconfirmedClients,
        int confirmedClients,
        int sessionsPerClient,
        int sessions,
        int unconfirmedPerOrigin,
        int confirmedPerOrigin,
        long replyBytes) {
    /** 1 TiB: more than any heap, and far from where sums of it would overflow. */
    public static final long MOST_REPLY_BYTES = 1L << 40;

    /**
     * 256 MiB: the default number of slots with the largest replies that are kept, for 512 clients
     * at once. Who knows how much memory there is should say so.
     */
    private static final long DEFAULT_REPLY_BYTES = 256L << 20;

    /** Unconfirmed ids cost an attacker one request each, so few. */
    private static final int DEFAULT_UNCONFIRMED = 4096;

    /**
     * Clients have one session each, or one for each network path that they trunk; 131,072 idle
     * sessions fit a heap of 1 GiB.
     */
    private static final int DEFAULT_CLIENTS = 131_072;

    /** Several paths, each with a session, and room to make new ones before old ones go. */
    private static final int DEFAULT_SESSIONS_PER_CLIENT = 64;

    /**
     * A quarter of the whole: one address that floods the server leaves three quarters to others.
     * Behind one address may be a site with address translation, whose machines start together: a
     * thousand may be between EXCHANGE_ID and CREATE_SESSION at a time.
     */
    private static final int DEFAULT_UNCONFIRMED_PER_ORIGIN = DEFAULT_UNCONFIRMED / 4;

    /** A quarter likewise: a very large site, or a load test with tens of thousands of clients. */
    private static final int DEFAULT_CLIENTS_PER_ORIGIN = DEFAULT_CLIENTS / 4;

    /** What a server has that is not told otherwise. */
    public static final TableLimits DEFAULT =
            new TableLimits(
                    DEFAULT_UNCONFIRMED,
                    DEFAULT_CLIENTS,
                    DEFAULT_SESSIONS_PER_CLIENT,
                    DEFAULT_CLIENTS,
                    DEFAULT_UNCONFIRMED_PER_ORIGIN,
                    DEFAULT_CLIENTS_PER_ORIGIN,
                    DEFAULT_REPLY_BYTES);

    /**
     * Limits under which one address may have all the room that there is, with memory for replies
     * that suffices for hundreds of busy clients.
     */
    public TableLimits(
            int unconfirmedClients, int confirmedClients, int sessionsPerClient, int sessions) {
        this(
                unconfirmedClients,
                confirmedClients,
                sessionsPerClient,
                sessions,
                unconfirmedClients,
                confirmedClients,
                DEFAULT_REPLY_BYTES);
    }

    public TableLimits {
        if (unconfirmedClients < 1 || confirmedClients < 1 || sessionsPerClient < 1) {
            throw new IllegalArgumentException("a server without clients");
        }
        if (unconfirmedPerOrigin < 1 || confirmedPerOrigin < 1) {
            throw new IllegalArgumentException("a server without clients of one address");
        }
        if (sessions < 1 || sessions > SessionTable.MOST_SESSIONS) {
            throw new IllegalArgumentException("sessions: " + sessions);
        }
        if (replyBytes < 1 || replyBytes > MOST_REPLY_BYTES) {
            throw new IllegalArgumentException("memory for replies: " + replyBytes + " bytes");
        }
    }

    /**
     * Sessions of all clients of one {@link Origin}: one for each client that it may have, or what
     * one client may have if that is more. Else few clients of one address could take all sessions.
     */
    int sessionsPerOrigin() {
        return Math.max(confirmedPerOrigin, sessionsPerClient);
    }

    /** The same with another amount of memory for replies. */
    public TableLimits withReplyBytes(long bytes) {
        return new TableLimits(
                unconfirmedClients,
                confirmedClients,
                sessionsPerClient,
                sessions,
                unconfirmedPerOrigin,
                confirmedPerOrigin,
                bytes);
    }

    /** The same with other limits for what comes from one address. */
    public TableLimits withOriginLimits(int unconfirmed, int confirmed) {
        return new TableLimits(
                unconfirmedClients,
                confirmedClients,
                sessionsPerClient,
                sessions,
                unconfirmed,
                confirmed,
                replyBytes);
    }
}
