package org.nfs41.server;

/** The version of this server. */
final class Version {
    static final String TEXT = "0.1.0";

    private Version() {}
}
