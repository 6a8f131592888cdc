package org.nfs41.conformance.cut;

import org.nfs41.conformance.cut.CutPlan.End;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A connection through the proxy: two sockets, of which each gets what the other one sends. */
final class CutConnection {
    private static final int LARGEST_PIECE = 64 << 10;

    /** Time for some more requests to be carried out whose replies are lost. */
    private static final int SWALLOW_MILLIS = 20;

    private final Socket client;
    private final Socket server;
    private final End end;
    private final BooleanSupplier cutting;
    private final Consumer<Cut> onCut;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * A connection that ends as planned.
     *
     * @param cutting whether connections are cut at present
     * @param onCut told of the cut, if there is one, before either side can notice
     */
    CutConnection(
            Socket client, Socket server, End end, BooleanSupplier cutting, Consumer<Cut> onCut) {
        this.client = client;
        this.server = server;
        this.end = end;
        this.cutting = cutting;
        this.onCut = onCut;
    }

    /** Passes requests on until the connection ends. */
    void pumpRequests() {
        pump(client, server, !end.inReplies());
    }

    /** Passes replies on until the connection ends. */
    void pumpReplies() {
        pump(server, client, end.inReplies());
    }

    private void pump(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[LARGEST_PIECE];
        long left = end.afterBytes();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                if (counted && n > left && cutting.getAsBoolean()) {
                    out.write(buffer, 0, (int) left);
                    cut();
                    return;
                }
                out.write(buffer, 0, n);
                left = Math.max(0, left - n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Both ends learn of it; after a cut they have already.
            close();
        }
    }

    private void cut() throws IOException {
        if (end.cut() == Cut.SWALLOW_REPLIES) {
            swallow();
        }
        if (over.compareAndSet(false, true)) {
            onCut.accept(end.cut());
            end(client, end.cut().resetsClient());
            end(server, end.cut().resetsServer());
        }
    }

    private void swallow() throws IOException {
        byte[] lost = new byte[LARGEST_PIECE];
        long until = System.nanoTime() + SWALLOW_MILLIS * 1_000_000L;
        server.setSoTimeout(SWALLOW_MILLIS);
        try {
            int n = 1;
            while (n > 0 && System.nanoTime() < until) {
                n = server.getInputStream().read(lost);
            }
        } catch (SocketTimeoutException e) {
            // The server has nothing more to say.
        }
    }

    private static void end(Socket socket, boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    /** Ends it in order, unless it has ended. */
    void close() {
        if (over.compareAndSet(false, true)) {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more is wanted from it.
        }
    }
}
