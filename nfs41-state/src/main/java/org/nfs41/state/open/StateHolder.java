package org.nfs41.state.open;

/**
 * The client that state belongs to, as far as its state depends on it.
 *
 * <p>Safe for use by any number of threads. The methods are called with locks of the open state
 * held and must not call it.
 */
public interface StateHolder {
    /** The shorthand that its state is known by. */
    long clientId();

    /**
     * Whether its lease has lapsed, so that what it holds gives way to others (RFC 8881 section
     * 8.4.3).
     *
     * @param now monotonic nanoseconds
     */
    boolean lapsed(long now);

    /**
     * Whether that is so, or will be as soon as stable storage knows of it, unless it is heard of
     * before. Asking changes nothing.
     *
     * @param now monotonic nanoseconds
     */
    boolean silent(long now);

    /**
     * Takes note that one of its state ids has been revoked.
     *
     * @param everything whether nothing is left to it now
     */
    void revoked(RevocationCause cause, boolean everything);

    /** Takes note that it knows of one such loss: the state id has been freed. */
    void acknowledged(RevocationCause cause);
}
