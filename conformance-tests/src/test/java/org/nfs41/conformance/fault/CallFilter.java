package org.nfs41.conformance.fault;

import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** Stands around the server's RPC program; does nothing unless told. */
public abstract class CallFilter implements RpcProgram {
    private final RpcProgram program;

    /** Stands around {@code program}. */
    protected CallFilter(RpcProgram program) {
        this.program = program;
    }

    @Override
    public final int number() {
        return program.number();
    }

    @Override
    public final int lowVersion() {
        return program.lowVersion();
    }

    @Override
    public final int highVersion() {
        return program.highVersion();
    }

    @Override
    public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        program.call(call, args, reply);
    }

    @Override
    public final void connectionOpened(RpcConnection connection) {
        program.connectionOpened(connection);
    }

    @Override
    public final void connectionClosed(RpcConnection connection) {
        program.connectionClosed(connection);
    }
}
