package org.nfs41.rpc;

/**
 * Counters of a server or client since it started. Safe for use by several threads; each value is
 * exact when nothing is going on, and a little behind otherwise.
 */
public interface RpcMetrics {
    /** Connections that are open now. */
    long connectionsOpen();

    /** Connections that were opened. */
    long connectionsOpened();

    /** Connections that were refused because of a limit. */
    long connectionsRefused();

    /**
     * Connections that were ended because of what the peer sent, or did not send or take in time.
     */
    long connectionsEndedForCause();

    /** Calls that came in. */
    long callsReceived();

    /** Calls that were answered later than at once. */
    long callsDeferred();

    /** Calls that a program failed to answer, so that {@code SYSTEM_ERR} was sent. */
    long callsFailed();

    /** Calls that went out. */
    long callsSent();

    /** Bytes read from peers. */
    long bytesRead();

    /** Bytes written to peers. */
    long bytesWritten();
}
