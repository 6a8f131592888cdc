package org.nfs41.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread of the generator with its connections. One connection alone is read without asking first
 * whether there is something to read, which spares a system call for each wake-up.
 */
final class LoadLoop implements Runnable {
    /** How soon a phase is noticed when no reply comes. */
    private static final long NOTICE_MILLIS = 50;

    private final List<LoadConnection> connections;
    private final boolean open;
    private final Progress progress;
    private final Tally tally = new Tally();

    /** For these connections, in a closed or an open loop. */
    LoadLoop(List<LoadConnection> connections, boolean open, Progress progress) {
        this.open = open;
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
            if (connections.size() == 1 && !open) {
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
            List<SelectionKey> keys = new ArrayList<>();
            for (LoadConnection connection : connections) {
                connection.channel().configureBlocking(false);
                keys.add(connection.channel().register(selector, SelectionKey.OP_READ, connection));
            }
            for (SelectionKey key : keys) {
                want(key, connection(key).start());
            }
            while (progress.phase() != Phase.END || !areIdle()) {
                if (open) {
                    startDue(keys);
                    selector.selectNow();
                } else {
                    selector.select(NOTICE_MILLIS);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            }
        }
    }

    /** Does not wait for the next one that is due: to be woken takes longer than many replies. */
    private void startDue(List<SelectionKey> keys) throws IOException {
        if (progress.phase() == Phase.END) {
            return;
        }
        for (SelectionKey key : keys) {
            if (connection(key).isDue()) {
                want(key, connection(key).startDue());
            }
        }
    }

    private static LoadConnection connection(SelectionKey key) {
        return (LoadConnection) key.attachment();
    }

    private void serve(SelectionKey key) throws IOException, WrongReply {
        LoadConnection connection = connection(key);
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
