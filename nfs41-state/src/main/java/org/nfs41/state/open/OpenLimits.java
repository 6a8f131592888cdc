package org.nfs41.state.open;

/**
 * How much state opens may take. An open owner lives as long as one of its opens, so these bound
 * the owners as well; an owner's name is at most 1,024 bytes by the protocol.
 *
 * @param opensPerClient the most opens of one client, 1 or more
 * @param opens the most opens of all clients together, 1 or more
 */
public record OpenLimits(int opensPerClient, int opens) {
    /** More than a busy desktop or a database opens at once; at worst about 80 MiB of owners. */
    public static final int DEFAULT_OPENS_PER_CLIENT = 65_536;

    /** Sixteen clients at their limit; with owner names of usual size about 300 MiB. */
    public static final int DEFAULT_OPENS = 1_048_576;

    /** The limits of a server that was not told otherwise. */
    public static final OpenLimits DEFAULT =
            new OpenLimits(DEFAULT_OPENS_PER_CLIENT, DEFAULT_OPENS);

    /** Checks the ranges. */
    public OpenLimits {
        if (opensPerClient < 1 || opens < 1) {
            throw new IllegalArgumentException("limits must let at least one open be");
        }
    }
}
