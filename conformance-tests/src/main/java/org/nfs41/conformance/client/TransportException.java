package org.nfs41.conformance.client;

/**
 * No connection could be made or used, which says nothing about the rule that was to be checked.
 */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was attempted and why it failed. */
    public TransportException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
