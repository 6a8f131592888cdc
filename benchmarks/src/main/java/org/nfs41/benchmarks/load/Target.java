package org.nfs41.benchmarks.load;

import java.nio.channels.SocketChannel;
import java.util.OptionalLong;

/** What is driven. Used by one thread. */
interface Target extends AutoCloseable {
    /** What it is called in tables. */
    String label();

    /** What is requested of it. */
    Scenario scenario();

    /** What the user should know of the last run, such as that it had fewer slots; may be empty. */
    String note();

    /**
     * A new connection, in blocking mode.
     *
     * @throws SetUpFailure with a message for the user
     */
    SocketChannel connect() throws SetUpFailure;

    /**
     * Makes all that the scenario needs.
     *
     * @param number of the connection, counted from 0
     * @throws SetUpFailure with a message for the user
     */
    Prepared prepare(SocketChannel channel, int number) throws SetUpFailure;

    /**
     * Removes what {@link #prepare} made, on the same connection.
     *
     * @param sequenceId the last that was used on slot 0; no request is under way
     */
    void release(SocketChannel channel, Prepared prepared, int sequenceId);

    /** The server's process, if it is known. */
    OptionalLong pid();

    @Override
    void close();
}
