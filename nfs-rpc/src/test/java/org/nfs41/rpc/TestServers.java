package org.nfs41.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Servers on a port of the loopback address that the system chooses. */
final class TestServers {
    private TestServers() {}

    static RpcServer start(RpcProgram program) throws IOException {
        return start(program, RpcLimits.DEFAULT);
    }

    static RpcServer start(RpcProgram program, RpcLimits limits) throws IOException {
        return RpcServer.builder()
                .program(program)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .limits(limits)
                .loops(2)
                .start();
    }
}
