package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRegion;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The NFS program, version 4: NULL and COMPOUND (RFC 8881 chapter 16). */
final class NfsProgram implements RpcProgram {
    static final int NFS_PROGRAM = 100003;
    static final int NFS_V4 = 4;
    static final int COMPOUND = 1;

    private static final Logger LOG = LoggerFactory.getLogger(NfsProgram.class);

    private final NfsService service;
    private final CompoundProcessor processor;
    private final BlockingCompounds blocking;
    private final Workers workers;

    // One per event loop and worker: a COMPOUND begins and ends within one call.
    private final ThreadLocal<CompoundContext> contexts =
            ThreadLocal.withInitial(CompoundContext::new);

    /** A program that answers COMPOUNDs with {@code service}, those that may block by workers. */
    NfsProgram(NfsService service, Workers workers) {
        this.service = service;
        this.processor = service.processor();
        this.blocking = service.blockingCompounds();
        this.workers = workers;
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
        Attended connection = attended(call.connection());
        Caller caller = connection.caller(call.credential(), c -> callerOf(call.connection(), c));
        if (blocking.include(args)) {
            handOver(call, connection, caller, args, reply);
            return;
        }
        CompoundContext cx =
                contexts.get()
                        .begin(
                                caller,
                                call.receivedNanos(),
                                call.recordBytes(),
                                RpcReply.HEADER_BYTES)
                        .mayEndInRegion();
        XdrWriter results = reply.results();
        int start = results.position();
        processor.execute(cx, args, results);
        FileRegion region = cx.takeRegion();
        if (!service.isStored() && !cx.waitsForNoStorage()) {
            withhold(reply, results.toByteArray(start), region);
        } else if (region != null) {
            reply.append(new RegionTail(region));
        }
    }

    /** Sends a reply when nothing that it tells of can be undone by a crash any more. */
    private void withhold(RpcReply reply, byte[] results, @Nullable FileRegion region) {
        DeferredReply later = reply.defer();
        later.results().writeRaw(ByteBuffer.wrap(results), 0, results.length);
        if (region != null) {
            later.append(new RegionTail(region));
        }
        service.whenStored(later::send);
    }

    /** Answers from another thread, with copies of what is the event loop's. */
    private void handOver(
            RpcCall call, Attended connection, Caller caller, XdrReader args, RpcReply reply) {
        long received = call.receivedNanos();
        int bytes = call.recordBytes();
        DeferredReply deferred = reply.defer();
        XdrReader kept = deferred.keep(args);
        connection.begin();
        workers.run(() -> {
            try {
                CompoundContext cx = contexts.get();
                cx.begin(caller, received, bytes, RpcReply.HEADER_BYTES)
                        .mayLast(System::nanoTime)
                        .mayEndInRegion();
                answer(cx, kept, deferred);
            } finally {
                connection.end();
            }
        });
    }

    private void answer(CompoundContext cx, XdrReader args, DeferredReply reply) {
        try {
            processor.execute(cx, args, reply.results());
            FileRegion region = cx.takeRegion();
            if (region != null) {
                reply.append(new RegionTail(region));
            }
            if (service.isStored()) {
                reply.send();
            } else {
                service.whenStored(reply::send);
            }
        } catch (XdrException e) {
            reply.fail(AcceptStatus.GARBAGE_ARGS);
        } catch (RuntimeException e) {
            LOG.error("a COMPOUND failed unexpectedly; its caller got SYSTEM_ERR", e);
            reply.fail(AcceptStatus.SYSTEM_ERR);
        }
    }

    @Override
    public void connectionClosed(RpcConnection connection) {
        Attended attended = attended(connection);
        service.connectionLost(connection.id());
        attended.end();
    }

    private Attended attended(RpcConnection connection) {
        if (connection.attachment() instanceof Attended known) {
            return known;
        }
        Attended made = new Attended(() -> service.connectionClosed(connection.id()));
        connection.attach(made);
        service.connectionOpened(connection);
        return made;
    }

    private static Caller callerOf(RpcConnection connection, RpcCredential credential) {
        return new Caller(
                principalOf(credential),
                credentialsOf(credential),
                connection.id(),
                addressOf(connection));
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
}
