package org.nfs41.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * A thread of the generator with its connections. One connection alone is read without asking first
 * whether there is something to read, which spares a system call for each wake-up.
 */
final class LoadLoop implements Runnable {
    /** How soon a phase is noticed when no reply comes. */
    private static final long NOTICE_MILLIS = 50;

    private final List<LoadConnection> connections;
    private final Progress progress;
    private final Tally tally = new Tally();

    LoadLoop(List<LoadConnection> connections, Progress progress) {
        this.connections = List.copyOf(connections);
        this.progress = progress;
    }

    /** What was counted, once the thread has ended. */
    Tally tally() {
        return tally;
    }

    @Override
    public void run() {
        try {
            if (connections.size() == 1) {
                drive(connections.getFirst());
            } else {
                driveAll();
            }
        } catch (WrongReply e) {
            progress.fail(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            progress.fail("a connection was lost, or no reply came: " + e);
        }
    }

    private void drive(LoadConnection connection) throws IOException, WrongReply {
        boolean written = connection.start();
        while (!connection.isIdle()) {
            while (!written) {
                written = connection.write();
            }
            written = read(connection);
        }
    }

    private boolean read(LoadConnection connection) throws IOException, WrongReply {
        Phase phase = progress.phase();
        return connection.read(tally, phase == Phase.MEASURE, phase != Phase.END);
    }

    private void driveAll() throws IOException, WrongReply {
        try (Selector selector = Selector.open()) {
            for (LoadConnection connection : connections) {
                connection.channel().configureBlocking(false);
                SelectionKey key =
                        connection.channel().register(selector, SelectionKey.OP_READ, connection);
                want(key, connection.start());
            }
            while (progress.phase() != Phase.END || !areIdle()) {
                selector.select(NOTICE_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private void serve(SelectionKey key) throws IOException, WrongReply {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (key.isWritable()) {
            want(key, connection.write());
        }
        if (key.isReadable()) {
            want(key, read(connection));
        }
    }

    /** To be told when more can be written costs a system call, so only when something waits. */
    private static void want(SelectionKey key, boolean written) {
        int interest =
                written ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private boolean areIdle() {
        return connections.stream().allMatch(LoadConnection::isIdle);
    }
}
