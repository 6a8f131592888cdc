package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** A blocking TCP socket that speaks record marking (RFC 5531 section 11), or any bytes. */
final class RecordSocket implements Closeable {
    /** More than any reply a check asks for; a longer one is refused unread. */
    static final int MAX_RECORD_BYTES = 16 << 20;

    private static final int LAST_FRAGMENT = 0x80000000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    private RecordSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    static RecordSocket connect(ServerAddress server, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(server.host(), server.port()), (int) timeout.toMillis());
            return new RecordSocket(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The whole record as it goes over the wire: fragments of these sizes, the rest in a last one.
     */
    static byte[] mark(byte[] message, int... fragmentSizes) {
        int all = message.length + Integer.BYTES * (fragmentSizes.length + 1);
        ByteBuffer wire = ByteBuffer.allocate(all);
        int at = 0;
        for (int size : fragmentSizes) {
            wire.putInt(size).put(message, at, size);
            at += size;
        }
        int rest = message.length - at;
        wire.putInt(LAST_FRAGMENT | rest).put(message, at, rest);
        return wire.array();
    }

    /** Writes bytes as they are. Safe for use by several threads. */
    void write(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /** The next record without its marks, or null when the peer closed between two records. */
    byte @Nullable [] readRecord() throws IOException {
        byte[] record = new byte[0];
        while (true) {
            int first = in.read();
            if (first < 0) {
                if (record.length == 0) {
                    return null;
                }
                throw new EOFException("connection closed inside a record");
            }
            int mark = first << 24 | in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int length = mark & ~LAST_FRAGMENT;
            if (length > MAX_RECORD_BYTES - record.length) {
                throw new IOException("record of more than " + MAX_RECORD_BYTES + " bytes");
            }
            int at = record.length;
            record = Arrays.copyOf(record, at + length);
            in.readFully(record, at, length);
            if (mark < 0) {
                return record;
            }
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** Ends the connection with a RST, as a machine does that lost power and came back. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection in order. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
