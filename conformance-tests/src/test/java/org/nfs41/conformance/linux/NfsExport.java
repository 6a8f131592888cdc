package org.nfs41.conformance.linux;

/**
 * An export of a server.
 *
 * @param host name or IPv4 address as this machine knows it
 * @param port 1 to 65535
 * @param path with a slash at its beginning
 */
record NfsExport(String host, int port, String path) {

    /**
     * Reads HOST:PORT:/EXPORT.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static NfsExport parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length != 3 || !parts[2].startsWith("/")) {
            throw new IllegalArgumentException("not HOST:PORT:/EXPORT: " + text);
        }
        return new NfsExport(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }

    /** The host as a client sees it, whose loopback is not this machine's. */
    String hostSeenFrom(LinuxMachine client) {
        return host.equals("localhost") || host.startsWith("127.") ? client.hostLoopback() : host;
    }
}
