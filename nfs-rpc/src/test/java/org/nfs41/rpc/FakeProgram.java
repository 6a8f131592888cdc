package org.nfs41.rpc;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program whose one handler is given by the test, in versions 3 to 5. */
final class FakeProgram implements RpcProgram {
    static final int NUMBER = 0x2000_0007;
    static final int VERSION = 4;
    static final int LOW = 3;
    static final int HIGH = 5;

    interface Handler {
        void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException;
    }

    final List<RpcConnection> opened = new CopyOnWriteArrayList<>();
    final List<RpcConnection> closed = new CopyOnWriteArrayList<>();
    private final Handler handler;

    FakeProgram(Handler handler) {
        this.handler = handler;
    }

    /** Answers with the arguments as they came. */
    static FakeProgram echo() {
        return new FakeProgram((_, args, reply) ->
                reply.results().writeRaw(args.buffer(), args.position(), args.remaining()));
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public int lowVersion() {
        return LOW;
    }

    @Override
    public int highVersion() {
        return HIGH;
    }

    @Override
    public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        handler.call(call, args, reply);
    }

    @Override
    public void connectionOpened(RpcConnection connection) {
        opened.add(connection);
    }

    @Override
    public void connectionClosed(RpcConnection connection) {
        closed.add(connection);
    }
}
