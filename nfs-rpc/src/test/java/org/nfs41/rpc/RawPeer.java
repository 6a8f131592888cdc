package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A peer that sends whatever bytes a test wants it to. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Eventually.DEADLINE.toMillis());
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer connect(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** With a small receive buffer, so that the other side's sends stall early. */
    static RawPeer connectNarrow(InetSocketAddress address, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.connect(address);
        return new RawPeer(socket);
    }

    Socket socket() {
        return socket;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends one record of one fragment. */
    void sendRecord(byte[] record) throws IOException {
        send(mark(record));
    }

    /** The next record, without marks. */
    byte[] readRecord() throws IOException {
        byte[] record = new byte[0];
        while (true) {
            int mark = in.readInt();
            byte[] fragment = in.readNBytes(mark & Integer.MAX_VALUE);
            ByteBuffer joined = ByteBuffer.allocate(record.length + fragment.length);
            record = joined.put(record).put(fragment).array();
            if (mark < 0) {
                return record;
            }
        }
    }

    /** The next record's head, which must be that of a reply. */
    ReplyHeader readReply() throws IOException, XdrException {
        return (ReplyHeader) RpcMessage.decode(new XdrReader(readRecord()));
    }

    /** Whether the other side ends the connection without another byte. */
    boolean isEnded() throws IOException {
        try {
            in.readByte();
            return false;
        } catch (EOFException | SocketException _) {
            return true;
        }
    }

    /** Ends the connection before the peer's scope does. */
    void disconnect() throws IOException {
        socket.close();
    }

    /** The same, but so that the other side hears at once that no reply will be taken. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] mark(byte[] record) {
        return ByteBuffer.allocate(Integer.BYTES + record.length)
                .putInt(record.length | Integer.MIN_VALUE)
                .put(record)
                .array();
    }

    /** A call of the fake program without credential. */
    static byte[] call(int xid, int procedure) {
        return call(xid, procedure, _ -> {});
    }

    static byte[] call(int xid, int procedure, Consumer<XdrWriter> args) {
        return call(
                new CallHeader(
                        xid,
                        FakeProgram.NUMBER,
                        FakeProgram.VERSION,
                        procedure,
                        OpaqueAuth.NONE,
                        OpaqueAuth.NONE),
                args);
    }

    static byte[] call(CallHeader header, Consumer<XdrWriter> args) {
        XdrWriter out = new XdrWriter();
        header.encode(out);
        args.accept(out);
        return out.toByteArray();
    }
}
