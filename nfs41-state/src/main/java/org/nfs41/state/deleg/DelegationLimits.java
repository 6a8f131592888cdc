package org.nfs41.state.deleg;

/**
 * How much delegations may take.
 *
 * <p>Before they are reached clients are told to part with some: {@link DelegationPressure}.
 * Revoked ones that clients have not freed do not count; of those there are never more than as many
 * again, as those beyond keep their place.
 *
 * @param ofClient the most of one client, 1 or more
 * @param all the most of all clients together, 1 or more
 */
public record DelegationLimits(int ofClient, int all) {
    /** More than a Linux client keeps, which returns those it does not use beyond 5,000. */
    public static final int DEFAULT_OF_CLIENT = 16_384;

    /** Sixteen clients at their limit; each takes about 200 bytes and keeps its file. */
    public static final int DEFAULT_ALL = 262_144;

    /** The limits of a server that was not told otherwise. */
    public static final DelegationLimits DEFAULT =
            new DelegationLimits(DEFAULT_OF_CLIENT, DEFAULT_ALL);

    /** So many of all clients together, and of one as many as that allows. */
    public static DelegationLimits ofAll(int all) {
        return new DelegationLimits(Math.min(all, DEFAULT_OF_CLIENT), all);
    }

    /** Checks the ranges. */
    public DelegationLimits {
        if (ofClient < 1 || all < 1) {
            throw new IllegalArgumentException("limits must let at least one delegation be");
        }
    }
}
