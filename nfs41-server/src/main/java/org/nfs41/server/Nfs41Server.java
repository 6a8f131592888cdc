package org.nfs41.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A running NFSv4.1 server. Safe for use by several threads. */
public final class Nfs41Server implements AutoCloseable {
}
