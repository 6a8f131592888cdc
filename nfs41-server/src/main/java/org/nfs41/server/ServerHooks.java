package org.nfs41.server;

import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.Operation;

/**
 * Seams at which somebody who embeds the server can put something between its parts: a tracer, an
 * access log, a fault that a test plants. By default nothing is between them.
 */
public interface ServerHooks {
    /** Nothing anywhere. */
    ServerHooks NONE = new ServerHooks() {};

    /** Returns {@code handler} or something around it; called once for each operation at start. */
    default OperationHandler operation(Operation operation, OperationHandler handler) {
        return handler;
    }

    /** Returns {@code processor} or something around it; called once at start. */
    default CompoundProcessor compound(CompoundProcessor processor) {
        return processor;
    }

    /**
     * Returns {@code calls} or something around it; called once at start. What calls clients for
     * the operations, before it is decided how and when.
     */
    default ClientCalls calls(ClientCalls calls) {
        return calls;
    }

    /**
     * Returns {@code sender} or something around it; called once at start. What sends each try of a
     * call to a client, and hears what comes of it.
     */
    default CallSender sender(CallSender sender) {
        return sender;
    }

    /** Returns {@code program} or something around it; called once at start. */
    default RpcProgram program(RpcProgram program) {
        return program;
    }
}
