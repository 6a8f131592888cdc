package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CallFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.rpc.AcceptStatus;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.ReplyTail;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What may go wrong below COMPOUND. */
public final class RpcFaults implements FaultGroup {
    private static final int PROCEDURES = 2;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "stored-reply-with-old-xid",
                        "B-003",
                        "a stored reply carries the xid of the original request",
                        () -> Hooks.program(OldXid::new),
                        "SEQ-002",
                        "SEQ-004"),
                Fault.of(
                        "badxdr-ends-the-connection",
                        "",
                        "the connection is closed after NFS4ERR_BADXDR",
                        () -> Hooks.program(CloseAfterBadXdr::new),
                        "COMP-001",
                        "COMP-021",
                        "COMP-022"),
                Fault.of(
                        "badxdr-gets-no-reply",
                        "B-154",
                        "NFS4ERR_BADXDR is not sent to the client",
                        () -> Hooks.program(DropBadXdr::new),
                        "COMP-021",
                        "SEQ-027"),
                Fault.of(
                        "unknown-procedure-is-dropped",
                        "",
                        "a call of a procedure that does not exist gets no reply",
                        () -> Hooks.program(DropUnknown::new),
                        "COMP-041"));
    }

    /** Lets the filter see what was written. */
    private static final class Watched implements RpcReply {
        private final RpcReply reply;
        private @Nullable XdrWriter out;
        private int start;

        Watched(RpcReply reply) {
            this.reply = reply;
        }

        @Override
        public XdrWriter results() {
            XdrWriter results = reply.results();
            out = results;
            start = results.position();
            return results;
        }

        /** The COMPOUND's status, or OK when there is none. */
        NfsStatus status() {
            return out == null || out.position() == start
                    ? NfsStatus.OK
                    : NfsStatus.of(out.buffer().getInt(start));
        }

        /** Overwrites the xid of a reply whose results were written. */
        void xid(int xid) {
            if (out != null) {
                out.putIntAt(start - RpcReply.HEADER_BYTES, xid);
            }
        }

        @Override
        public void append(ReplyTail tail) {
            reply.append(tail);
        }

        @Override
        public void fail(AcceptStatus status) {
            reply.fail(status);
        }

        @Override
        public void programMismatch(int low, int high) {
            reply.programMismatch(low, high);
        }

        @Override
        public void reject(AuthStatus status) {
            reply.reject(status);
        }

        @Override
        public void drop() {
            reply.drop();
        }

        @Override
        public DeferredReply defer() {
            return reply.defer();
        }
    }

    private static final class OldXid extends CallFilter {
        private final Map<SequenceArgs, Integer> firsts = new ConcurrentHashMap<>();

        OldXid(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            SequenceArgs sequence = Requests.peek(args);
            Watched watched = new Watched(reply);
            super.call(call, args, watched);
            Integer first = sequence == null ? null : firsts.putIfAbsent(sequence, call.xid());
            if (first != null) {
                watched.xid(first);
            }
        }
    }

    private static final class CloseAfterBadXdr extends CallFilter {
        CloseAfterBadXdr(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            Watched watched = new Watched(reply);
            super.call(call, args, watched);
            if (watched.status().equals(NfsStatus.BADXDR)) {
                call.connection().close();
            }
        }
    }

    private static final class DropBadXdr extends CallFilter {
        DropBadXdr(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            Watched watched = new Watched(reply);
            super.call(call, args, watched);
            if (watched.status().equals(NfsStatus.BADXDR)) {
                reply.drop();
            }
        }
    }

    private static final class DropUnknown extends CallFilter {
        DropUnknown(RpcProgram program) {
            super(program);
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            if (Integer.compareUnsigned(call.procedure(), PROCEDURES) < 0) {
                super.call(call, args, reply);
            } else {
                reply.drop();
            }
        }
    }
}
