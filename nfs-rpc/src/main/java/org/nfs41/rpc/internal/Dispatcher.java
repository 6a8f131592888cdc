package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;

/** Brings the calls of one connection to their program, and answers those that have none. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final RpcProgram[] programs;
    private final CallHead head;
    private final DirectReply reply;
    private final Counters counters;

    Dispatcher(RpcProgram[] programs, CallHead head, DirectReply reply, Counters counters) {
        this.programs = programs;
        this.head = head;
        this.reply = reply;
        this.counters = counters;
    }

    /**
     * Answers one call.
     *
     * @param in what follows the message type
     * @throws XdrException when the head of the call does not decode; nothing was answered
     */
    void call(int xid, XdrReader in, int recordBytes, long nowNanos) throws XdrException {
        head.decode(xid, in, recordBytes, nowNanos);
        reply.begin(xid);
        AuthStatus authError = head.authError();
        if (!head.isRpcVersionSpoken()) {
            reply.rpcMismatch();
        } else if (authError != null) {
            reply.reject(authError);
        } else {
            RpcProgram program = find(head.program());
            if (program == null) {
                reply.fail(AcceptStatus.PROG_UNAVAIL);
            } else if (!serves(program, head.version())) {
                reply.programMismatch(program.lowVersion(), program.highVersion());
            } else {
                run(program, in);
            }
        }
        reply.finish();
    }

    /** Tells every program something; one that fails does not keep it from the others. */
    void tell(Consumer<RpcProgram> something) {
        for (RpcProgram program : programs) {
            try {
                something.accept(program);
            } catch (RuntimeException | Error e) {
                LOG.error("program {} failed at news of {}", program, head.connection(), e);
            }
        }
    }

    private void run(RpcProgram program, XdrReader args) {
        try {
            program.call(head, args, reply);
            if (reply.isUnanswered()) {
                LOG.error("program {} answered nothing to {}", program, describe());
                fail(AcceptStatus.SYSTEM_ERR);
            }
        } catch (XdrException _) {
            fail(AcceptStatus.GARBAGE_ARGS);
        } catch (RuntimeException | Error e) {
            LOG.error("program {} failed at {}", program, describe(), e);
            fail(AcceptStatus.SYSTEM_ERR);
        }
    }

    private void fail(AcceptStatus status) {
        if (status.equals(AcceptStatus.SYSTEM_ERR)) {
            counters.failed.increment();
        }
        PendingReply pending = reply.pending();
        if (pending == null) {
            reply.fail(status);
        } else {
            pending.fail(status);
        }
    }

    private @Nullable RpcProgram find(int number) {
        for (RpcProgram program : programs) {
            if (program.number() == number) {
                return program;
            }
        }
        return null;
    }

    private static boolean serves(RpcProgram program, int version) {
        return Integer.compareUnsigned(version, program.lowVersion()) >= 0
                && Integer.compareUnsigned(version, program.highVersion()) <= 0;
    }

    private String describe() {
        return "procedure %s of version %s from %s"
                .formatted(
                        Integer.toUnsignedString(head.procedure()),
                        Integer.toUnsignedString(head.version()),
                        head.connection());
    }
}
