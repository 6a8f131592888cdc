package org.nfs41.conformance.cut;

/** How a connection that goes through a {@link CuttingProxy} ends. */
public enum Cut {
    /** Both sides are closed in order. */
    CLOSE(false, false),

    /** The client sees an orderly end, the server a RST. */
    RESET_SERVER(false, true),

    /** The server sees an orderly end, the client a RST. */
    RESET_CLIENT(true, false),

    /** Both sides get a RST. */
    RESET_BOTH(true, true),

    /**
     * For a short time requests still reach the server, and what it replies is lost; then both
     * sides get a RST.
     */
    SWALLOW_REPLIES(true, true);

    private final boolean resetsClient;
    private final boolean resetsServer;

    Cut(boolean resetsClient, boolean resetsServer) {
        this.resetsClient = resetsClient;
        this.resetsServer = resetsServer;
    }

    boolean resetsClient() {
        return resetsClient;
    }

    boolean resetsServer() {
        return resetsServer;
    }
}
