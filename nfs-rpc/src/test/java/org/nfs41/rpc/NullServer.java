package org.nfs41.rpc;

import org.nfs41.xdr.XdrReader;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Serves the NULL procedure of NFSv4 alone, to measure the transport by itself. Arguments: port,
 * number of loops. Ends when its standard input does.
 */
final class NullServer implements RpcProgram {
    private static final int NFS_PROGRAM = 100003;
    private static final int NFS_V4 = 4;

    private NullServer() {}

    public static void main(String[] args) throws Exception {
        RpcServer server =
                RpcServer.builder()
                        .program(new NullServer())
                        .loops(Integer.parseInt(args[1]))
                        .bind(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(),
                                        Integer.parseInt(args[0])))
                        .start();
        try (server) {
            System.out.println(server.address().getPort());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    @Override
    public int number() {
        return NFS_PROGRAM;
    }

    @Override
    public int lowVersion() {
        return NFS_V4;
    }

    @Override
    public int highVersion() {
        return NFS_V4;
    }

    @Override
    public void call(RpcCall call, XdrReader args, RpcReply reply) {
        if (!NullProcedure.answer(call, reply)) {
            reply.fail(AcceptStatus.PROC_UNAVAIL);
        }
    }
}
