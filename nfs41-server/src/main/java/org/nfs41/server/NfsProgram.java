package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthNone;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.NullProcedure;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcCredential;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.state.Principal;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The NFS program, version 4: NULL and COMPOUND (RFC 8881 chapter 16). */
final class NfsProgram implements RpcProgram {
    static final int NFS_PROGRAM = 100003;
    static final int NFS_V4 = 4;
    static final int COMPOUND = 1;

    private final NfsService service;
    private final CompoundProcessor processor;

    // One per event loop: a COMPOUND begins and ends within one call.
    private final ThreadLocal<CompoundContext> contexts =
            ThreadLocal.withInitial(CompoundContext::new);

    /** A program that answers COMPOUNDs with {@code service}. */
    NfsProgram(NfsService service) {
        this.service = service;
        this.processor = service.processor();
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
    public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        if (NullProcedure.answer(call, reply)) {
            return;
        }
        if (call.procedure() != COMPOUND) {
            reply.fail(AcceptStatus.PROC_UNAVAIL);
            return;
        }
        CompoundContext cx =
                contexts.get()
                        .begin(
                                callerOf(call),
                                call.receivedNanos(),
                                call.recordBytes(),
                                RpcReply.HEADER_BYTES);
        XdrWriter results = reply.results();
        int start = results.position();
        processor.execute(cx, args, results);
        if (!service.isStored()) {
            withhold(reply, results.toByteArray(start));
        }
    }

    /** Sends a reply when nothing that it tells of can be undone by a crash any more. */
    private void withhold(RpcReply reply, byte[] results) {
        DeferredReply later = reply.defer();
        later.results().writeRaw(ByteBuffer.wrap(results), 0, results.length);
        service.whenStored(later::send);
    }

    @Override
    public void connectionClosed(RpcConnection connection) {
        service.connectionClosed(connection.id());
    }

    /** Who calls: made once for each run of calls with one credential on one connection. */
    private static Caller callerOf(RpcCall call) {
        RpcConnection connection = call.connection();
        RpcCredential credential = call.credential();
        @Nullable Object known = connection.attachment();
        if (known instanceof Known(RpcCredential same, Caller caller)
                && Objects.equals(same, credential)) {
            return caller;
        }
        Caller caller =
                new Caller(
                        principalOf(credential),
                        credentialsOf(credential),
                        connection.id(),
                        addressOf(connection));
        connection.attach(new Known(credential, caller));
        return caller;
    }

    private static ClientAddress addressOf(RpcConnection connection) {
        return connection.remoteAddress() instanceof InetSocketAddress peer && !peer.isUnresolved()
                ? ClientAddress.of(peer.getAddress().getAddress())
                : ClientAddress.NONE;
    }

    private static Principal principalOf(RpcCredential credential) {
        return switch (credential) {
            case AuthSys sys -> Principal.sys(Integer.toUnsignedLong(sys.uid()));
            case AuthNone none -> Principal.NONE;
        };
    }

    private static Credentials credentialsOf(RpcCredential credential) {
        return switch (credential) {
            case AuthSys sys ->
                    new Credentials(
                            sys.uid(),
                            sys.gid(),
                            sys.gids().stream().mapToInt(Integer::intValue).toArray());
            case AuthNone none -> Credentials.NOBODY;
        };
    }

    /** The caller that a connection's last credential stands for. */
    private record Known(RpcCredential credential, Caller caller) {}
}
