package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.OperationRule.ErrorBody;
import org.nfs41.ops.OperationRule.Place;
import org.nfs41.state.ClientTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrOverflowException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundHeader;

import java.util.Map;

/**
 * Executes COMPOUNDs of minor version 1 (RFC 8881 section 16.2), one operation after the other,
 * straight from the request's bytes into the reply's.
 *
 * <p>Safe for use by any number of threads, each with its own {@link CompoundContext}.
 */
public final class CompoundInterpreter implements CompoundProcessor {
    /** The minor version that it speaks: {@link MinorVersions} gives it no other COMPOUNDs. */
    public static final int MINOR_VERSION = 1;

    /** An operation's number and status: what every result takes at least. */
    static final int RESULT_HEADER_BYTES = 8;

    private final @Nullable OperationHandler[] handlers =
            new OperationHandler[OperationTable.LAST_OPERATION + 1];
    private final SessionGate gate;
    private final FaultListener faults;

    /**
     * An interpreter with the given operations. Operations of minor version 1 that have no handler
     * are answered with {@code NFS4ERR_NOTSUPP}; SEQUENCE is the interpreter's own.
     */
    public CompoundInterpreter(
            Map<Operation, OperationHandler> handlers, ClientTable clients, FaultListener faults) {
        handlers.forEach((operation, handler) -> this.handlers[operation.value()] = handler);
        this.gate = new SessionGate(clients);
        this.faults = faults;
    }

    @Override
    public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
        int from = args.position();
        CompoundHeader header = CompoundHeader.decode(args);
        ReplyFrame frame = cx.frame().open(out, header.tag(), cx.replyHeaderBytes());
        cx.operationCount(header.opCount());
        if (header.opCount() == 0) {
            frame.close(out, NfsStatus.OK, 0);
        } else if (startsWith(args, Operation.SEQUENCE)) {
            inSession(cx, args, out, frame, from);
        } else {
            withoutSession(cx, args, out, frame);
        }
    }

    private void inSession(
            CompoundContext cx, XdrReader args, XdrWriter out, ReplyFrame frame, int from) {
        int unlimited = out.limit();
        Admission admission = gate.admit(cx, args, out, frame, from);
        switch (admission.verdict()) {
            case ANSWERED -> {}
            case UNCACHED -> uncached(cx, args, out, frame);
            case EXECUTE -> executeOnce(cx, args, out, frame, admission);
        }
        out.limit(unlimited);
    }

    private void executeOnce(
            CompoundContext cx,
            XdrReader args,
            XdrWriter out,
            ReplyFrame frame,
            Admission admission) {
        boolean done = false;
        try {
            run(cx, args, out, frame, 1, admission.tooBig());
            // Before the slot is free: until then nobody ends the client, and then nobody may.
            cx.renewAtEnd();
            admission.complete(out, frame.start());
            done = true;
        } finally {
            if (!done) {
                // Only a bug gets here. The slot must not stay claimed: its client could never use
                // it again.
                admission.abandon();
            }
        }
    }

    /** A retry of what was not to be kept (RFC 8881 section 2.10.6.1.3). */
    private void uncached(CompoundContext cx, XdrReader args, XdrWriter out, ReplyFrame frame) {
        if (cx.operationCount() == 1) {
            // SEQUENCE alone has its whole result made anew.
            frame.close(out, NfsStatus.OK, 1);
            return;
        }
        int number = peek(args);
        OperationRule rule = OperationTable.rule(number);
        NfsStatus status;
        if (args.remaining() < Integer.BYTES) {
            status = result(out, Operation.ILLEGAL, NfsStatus.BADXDR);
        } else if (rule == null) {
            status = result(out, Operation.ILLEGAL, NfsStatus.OP_ILLEGAL);
        } else if (handlers[number] == null && rule.place() != Place.FIRST) {
            // RETRY_UNCACHED_REP is no status of an operation that this minor version has no more.
            status = result(out, rule, NfsStatus.NOTSUPP);
        } else {
            status = result(out, rule, NfsStatus.RETRY_UNCACHED_REP);
        }
        frame.close(out, status, 2);
    }

    private void withoutSession(
            CompoundContext cx, XdrReader args, XdrWriter out, ReplyFrame frame) {
        int unlimited = out.limit();
        frame.limitTo(out, unlimited);
        run(cx, args, out, frame, 0, NfsStatus.REP_TOO_BIG);
        out.limit(unlimited);
    }

    /** Executes the operations from index {@code first} on and closes the frame. */
    private void run(
            CompoundContext cx,
            XdrReader args,
            XdrWriter out,
            ReplyFrame frame,
            int first,
            NfsStatus tooBig) {
        NfsStatus status = NfsStatus.OK;
        int count = cx.operationCount();
        int index = first;
        while (index < count && status.isOk()) {
            cx.operationIndex(index);
            index++;
            status = step(cx, args, out, frame, tooBig);
        }
        frame.close(out, status, index);
    }

    /** Executes one operation: its result is in the reply whatever happens. */
    private NfsStatus step(
            CompoundContext cx, XdrReader args, XdrWriter out, ReplyFrame frame, NfsStatus tooBig) {
        int number;
        try {
            number = args.readInt();
        } catch (XdrException e) {
            // No number came, so none can be echoed; the array was announced longer than it is.
            return result(out, Operation.ILLEGAL, NfsStatus.BADXDR);
        }
        OperationRule rule = OperationTable.rule(number);
        if (rule == null) {
            // RFC 8881 section 16.2.3: the result names OP_ILLEGAL, not what was asked for.
            return result(out, Operation.ILLEGAL, NfsStatus.OP_ILLEGAL);
        }
        OperationHandler handler = handlers[number];
        NfsStatus refusal = refusal(cx, rule, handler);
        if (refusal != null || handler == null) {
            return result(out, rule, refusal == null ? NfsStatus.NOTSUPP : refusal);
        }
        return call(cx, args, out, frame, rule, handler, tooBig);
    }

    private NfsStatus call(
            CompoundContext cx,
            XdrReader args,
            XdrWriter out,
            ReplyFrame frame,
            OperationRule rule,
            OperationHandler handler,
            NfsStatus tooBig) {
        int start = out.position();
        out.writeInt(rule.operation().value());
        out.writeInt(NfsStatus.OK.value());
        int body = out.position();
        boolean more = cx.operationIndex() + 1 < cx.operationCount();
        NfsStatus status;
        boolean byHandler = false;
        try {
            if (!frame.leaveRoomForNext(out, more) || out.remaining() < rule.resultBytes()) {
                status = tooBig;
            } else {
                status = handler.handle(cx, args, out);
                byHandler = true;
            }
        } catch (XdrException e) {
            status = NfsStatus.BADXDR;
        } catch (XdrOverflowException e) {
            status = tooBig;
        } catch (RuntimeException e) {
            status = NfsStatus.SERVERFAULT;
            faults.unexpected(rule.operation(), e);
        }
        frame.takeAllRoom(out);
        if (!status.isOk()) {
            if (!byHandler || rule.errorBody() == ErrorBody.NONE) {
                out.position(body);
                emptyErrorBody(out, rule);
            }
            out.putIntAt(start + Integer.BYTES, status.value());
        }
        return status;
    }

    /** Why the operation may not be executed here, or null if it may. */
    private static @Nullable NfsStatus refusal(
            CompoundContext cx, OperationRule rule, @Nullable OperationHandler handler) {
        if (rule.place() == Place.NOWHERE) {
            // RFC 8881 section 8.8: wherever they are found, in a session or not.
            return NfsStatus.NOTSUPP;
        }
        boolean first = cx.operationIndex() == 0;
        if (rule.place() == Place.FIRST) {
            // A SEQUENCE in front never comes here.
            return NfsStatus.SEQUENCE_POS;
        }
        if (first && rule.place() == Place.IN_SESSION) {
            return NfsStatus.OP_NOT_IN_SESSION;
        }
        boolean alone = cx.operationCount() == 1;
        if (!alone && (first || rule.place() == Place.ALONE)) {
            return NfsStatus.NOT_ONLY_OP;
        }
        if (handler != null && rule.needsCurrentFilehandle() && cx.current() == null) {
            return NfsStatus.NOFILEHANDLE;
        }
        if (rule.changes() && handler != null && cx.rule().isReadOnly()) {
            return NfsStatus.ROFS;
        }
        return null;
    }

    private static NfsStatus result(XdrWriter out, OperationRule rule, NfsStatus status) {
        result(out, rule.operation(), status);
        emptyErrorBody(out, rule);
        return status;
    }

    private static NfsStatus result(XdrWriter out, Operation operation, NfsStatus status) {
        out.writeInt(operation.value());
        out.writeInt(status.value());
        return status;
    }

    private static void emptyErrorBody(XdrWriter out, OperationRule rule) {
        if (rule.errorBody() == ErrorBody.BITMAP) {
            out.writeInt(0);
        }
    }

    private static boolean startsWith(XdrReader args, Operation operation) {
        return peek(args) == operation.value();
    }

    /** The next operation's number, or one that no operation has if nothing is left. */
    private static int peek(XdrReader args) {
        return args.remaining() >= Integer.BYTES ? args.buffer().getInt(args.position()) : 0;
    }
}
