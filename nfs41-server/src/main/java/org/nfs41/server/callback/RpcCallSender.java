package org.nfs41.server.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AcceptedReply;
import org.nfs41.rpc.AuthErrorReply;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcException;
import org.nfs41.rpc.RpcMismatchReply;
import org.nfs41.rpc.RpcResponse;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbCompoundRes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Sends calls on the connections that clients have made. Safe for use by several threads. */
public final class RpcCallSender implements CallSender {
    /**
     * The version of the callback program. It is 1 in the XDR of RFC 5662, which clients go by; RFC
     * 8881 section 18.36.3 says 4 in its text.
     */
    public static final int CALLBACK_VERSION = 1;

    /** The procedure CB_COMPOUND. */
    public static final int CB_COMPOUND = 1;

    private final Map<Long, RpcConnection> connections = new ConcurrentHashMap<>();
    private final Duration patience;

    /**
     * A sender without connections.
     *
     * @param patience how long a reply is awaited
     */
    public RpcCallSender(Duration patience) {
        this.patience = patience;
    }

    /** Calls may be sent on this connection, if its client has bound it. */
    public void opened(RpcConnection connection) {
        connections.put(connection.id(), connection);
    }

    /** The connection has ended. */
    public void closed(long connectionId) {
        connections.remove(connectionId);
    }

    /** How many connections there are. */
    public int connections() {
        return connections.size();
    }

    @Override
    public void send(Effect.Send call, Consumer<CallReply> reply) {
        RpcConnection connection = connections.get(call.connectionId());
        if (connection == null) {
            reply.accept(CallReply.Failure.NOT_SENT);
            return;
        }
        var _ =
                connection
                        .call(
                                call.program(),
                                CALLBACK_VERSION,
                                CB_COMPOUND,
                                credential(call.security()),
                                call.compound()::encode,
                                patience)
                        .whenComplete((response, cause) -> reply.accept(replyOf(response, cause)));
    }

    private static OpaqueAuth credential(CallbackSecParms security) {
        return security instanceof CallbackSecParms.Sys(AuthSysParms sys)
                ? new AuthSys(sys.stamp(), sys.machineName(), sys.uid(), sys.gid(), sys.gids())
                        .toOpaqueAuth()
                : OpaqueAuth.NONE;
    }

    private static CallReply replyOf(@Nullable RpcResponse response, @Nullable Throwable cause) {
        if (response == null) {
            return cause instanceof RpcException failure
                    ? failureOf(failure.kind())
                    : CallReply.Failure.LOST;
        }
        if (response.isSuccess()) {
            return decode(new XdrReader(response.results()));
        }
        return switch (response.header()) {
            case AcceptedReply accepted -> failureOf(accepted.status());
            case AuthErrorReply denied -> CallReply.Failure.DENIED;
            case RpcMismatchReply mismatch -> CallReply.Failure.NOT_SERVED;
        };
    }

    private static CallReply decode(XdrReader in) {
        try {
            CbCompoundRes compound = CbCompoundRes.decode(in);
            return in.remaining() == 0
                    ? new CallReply.Results(compound)
                    : CallReply.Failure.GARBAGE;
        } catch (XdrException _) {
            return CallReply.Failure.GARBAGE;
        }
    }

    private static CallReply failureOf(RpcException.Kind kind) {
        return switch (kind) {
            case CONNECTION_LOST -> CallReply.Failure.LOST;
            case TIMED_OUT -> CallReply.Failure.TIMED_OUT;
            case CLOSED, CONNECT_FAILED -> CallReply.Failure.NOT_SENT;
            case TOO_MANY_CALLS -> CallReply.Failure.CROWDED;
            case BAD_REPLY, REFUSED -> CallReply.Failure.GARBAGE;
        };
    }

    private static CallReply failureOf(AcceptStatus status) {
        if (status.equals(AcceptStatus.GARBAGE_ARGS)) {
            return CallReply.Failure.BAD_ARGUMENTS;
        }
        boolean notServed =
                status.equals(AcceptStatus.PROG_UNAVAIL)
                        || status.equals(AcceptStatus.PROG_MISMATCH)
                        || status.equals(AcceptStatus.PROC_UNAVAIL);
        return notServed ? CallReply.Failure.NOT_SERVED : CallReply.Failure.FAILED;
    }
}
