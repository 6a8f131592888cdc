package org.nfs41.conformance.cut;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.cut.CutPlan.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and server and cuts each connection where its {@link CutPlan} says,
 * between two bytes of any message in either direction. Safe for use by several threads.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CuttingProxy.class);

    private final ServerAddress server;
    private final CutPlan plan;
    private final ServerSocket listener;
    private final Set<CutConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<Cut, Integer> cuts = Collections.synchronizedMap(new EnumMap<>(Cut.class));
    private volatile boolean cutting;

    private CuttingProxy(ServerAddress server, CutPlan plan, ServerSocket listener) {
        this.server = server;
        this.plan = plan;
        this.listener = listener;
    }

    /** Starts one on a free port of the loopback interface. It cuts nothing yet. */
    public static CuttingProxy before(ServerAddress server, CutPlan plan) throws IOException {
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        CuttingProxy proxy = new CuttingProxy(server, plan, listener);
        Thread.ofVirtual().name("cutting-proxy").start(proxy::acceptLoop);
        return proxy;
    }

    /** Where clients are to connect instead. */
    public ServerAddress address() {
        String host = listener.getInetAddress().getHostAddress();
        return new ServerAddress(host, listener.getLocalPort(), server.export());
    }

    /** From now on connections are cut, those first that are past their time. */
    public void startCutting() {
        cutting = true;
    }

    /** From now on connections stay. */
    public void stopCutting() {
        cutting = false;
    }

    /** How many connections were cut in which way. */
    public Map<Cut, Integer> cuts() {
        synchronized (cuts) {
            return Map.copyOf(cuts);
        }
    }

    /** How many connections were cut. */
    public int cutCount() {
        return cuts().values().stream().mapToInt(Integer::intValue).sum();
    }

    private void acceptLoop() {
        try {
            for (int number = 0; !listener.isClosed(); number++) {
                Socket client = listener.accept();
                End end = plan.endOf(number);
                Thread.ofVirtual().start(() -> serve(client, end));
            }
        } catch (IOException e) {
            // The listener was closed: nobody else is let in.
            close();
        }
    }

    private void serve(Socket client, End end) {
        try (client;
                Socket toServer = new Socket(server.host(), server.port())) {
            client.setTcpNoDelay(true);
            toServer.setTcpNoDelay(true);
            pump(
                    new CutConnection(
                            client,
                            toServer,
                            end,
                            () -> cutting,
                            cut -> cuts.merge(cut, 1, Integer::sum)));
        } catch (IOException e) {
            // There is no server, and the client has been told by the end of its connection.
            LOG.debug("a client was not served", e);
        }
    }

    private void pump(CutConnection connection) {
        open.add(connection);
        try {
            Thread replies = Thread.ofVirtual().start(connection::pumpReplies);
            connection.pumpRequests();
            replies.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
            open.remove(connection);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // Nothing more is wanted from it.
        }
        open.forEach(CutConnection::close);
    }
}
