package org.nfs41.conformance.wireshark;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stands between client and server and keeps what goes through, in the order in which it did. A
 * piece is kept before it is handed on, so no reply is ever kept ahead of its request.
 */
final class RecordingProxy implements AutoCloseable {
    private static final int LARGEST_PIECE = 64 << 10;

    private final ServerAddress server;
    private final ServerSocket listener;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private int connections;

    private RecordingProxy(ServerAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Starts one on a free port of the loopback interface. */
    static RecordingProxy before(ServerAddress server) throws IOException {
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        RecordingProxy proxy = new RecordingProxy(server, listener);
        Thread.ofVirtual().name("recording-proxy").start(proxy::acceptLoop);
        return proxy;
    }

    /** Where clients are to connect instead. */
    ServerAddress address() {
        String host = listener.getInetAddress().getHostAddress();
        return new ServerAddress(host, listener.getLocalPort(), server.export());
    }

    /** What went through up to now. */
    synchronized List<Segment> segments() {
        return List.copyOf(segments);
    }

    private synchronized void add(Segment segment) {
        segments.add(segment);
    }

    private void acceptLoop() {
        try {
            while (!listener.isClosed()) {
                join(listener.accept());
            }
        } catch (IOException e) {
            // The listener was closed; a client that is not let in fails by itself.
            closeQuietly(listener);
        }
    }

    private synchronized void join(Socket client) throws IOException {
        sockets.add(client);
        Socket toServer = new Socket(server.host(), server.port());
        sockets.add(toServer);
        client.setTcpNoDelay(true);
        toServer.setTcpNoDelay(true);
        int connection = connections++;
        Thread.ofVirtual().start(() -> pump(connection, true, client, toServer));
        Thread.ofVirtual().start(() -> pump(connection, false, toServer, client));
    }

    private void pump(int connection, boolean fromClient, Socket from, Socket to) {
        byte[] buffer = new byte[LARGEST_PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                add(new Segment(connection, fromClient, Opaque.of(Arrays.copyOf(buffer, n))));
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    @Override
    public synchronized void close() {
        closeQuietly(listener);
        sockets.forEach(RecordingProxy::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nothing more is wanted from it.
        }
    }
}
