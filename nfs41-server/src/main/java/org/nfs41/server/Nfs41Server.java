package org.nfs41.server;

/** A running NFSv4.1 server. Safe for use by several threads. */
public final class Nfs41Server implements AutoCloseable {}
