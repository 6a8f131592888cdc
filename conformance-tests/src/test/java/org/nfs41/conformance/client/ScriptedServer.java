package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** A server that answers each COMPOUND with what a function says, right or wrong. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Function<CompoundArgs, @Nullable CompoundRes> script;

    /** Listens; a script that returns null closes the connection. */
    public ScriptedServer(Function<CompoundArgs, @Nullable CompoundRes> script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", listener.getLocalPort(), "/export");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = answer(record(in));
            while (answer != null) {
                socket.getOutputStream().write(RecordSocket.mark(answer, answer.length / 2));
                answer = answer(record(in));
            }
        } catch (IOException | XdrException e) {
            // the client has gone
        }
    }

    private static byte[] record(DataInputStream in) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(1 << 20);
        int mark;
        do {
            mark = in.readInt();
            byte[] fragment = new byte[mark & 0x7fffffff];
            in.readFully(fragment);
            whole.put(fragment);
        } while (mark >= 0);
        byte[] record = new byte[whole.position()];
        whole.get(0, record);
        return record;
    }

    private byte @Nullable [] answer(byte[] record) throws XdrException {
        RpcCall call = RpcCall.decode(new XdrReader(record));
        XdrWriter out = new XdrWriter();
        out.writeInt(call.xid());
        out.writeInt(RpcReply.REPLY);
        out.writeInt(0);
        Credential.none().encode(out);
        out.writeInt(0);
        if (call.procedure() == RpcCall.PROC_COMPOUND) {
            CompoundRes res = script.apply(CompoundArgs.decode(new XdrReader(call.body())));
            if (res == null) {
                return null;
            }
            res.encode(out);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
