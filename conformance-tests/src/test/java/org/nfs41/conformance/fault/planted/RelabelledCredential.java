package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CallFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The label of an AUTH_SYS credential counts when a retry is compared with its original. */
public final class RelabelledCredential extends Fault {
    /** As {@link Fault} asks. */
    public RelabelledCredential() {
        super(
                "retry-compared-with-its-credential-label",
                "B-151",
                "a retry with another stamp or machine name gets NFS4ERR_SEQ_FALSE_RETRY",
                "SEQ-009");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.program(Labels::new);
    }

    private record Label(int stamp, Opaque machineName) {}

    private static final class Labels extends CallFilter {
        private final Map<SequenceArgs, Label> firsts = new ConcurrentHashMap<>();

        Labels(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            SequenceArgs asked = Requests.peek(args);
            if (asked != null && call.credential() instanceof AuthSys sys) {
                Label label = new Label(sys.stamp(), sys.machineName().detach());
                Label first = firsts.putIfAbsent(asked, label);
                if (first != null && !first.equals(label)) {
                    falseRetry().encode(reply.results());
                    return;
                }
            }
            super.call(call, args, reply);
        }

        private static CompoundRes falseRetry() {
            NfsStatus status = NfsStatus.SEQ_FALSE_RETRY;
            return new CompoundRes(
                    status, Opaque.EMPTY, List.of(new StatusOnly(Operation.SEQUENCE, status)));
        }
    }
}
