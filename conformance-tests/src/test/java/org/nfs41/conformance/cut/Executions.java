package org.nfs41.conformance.cut;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches from inside a server which changes of names it carries out and which requests come twice.
 * A reply from a slot's cache carries nothing out, so it does not count as an effect. Safe for use
 * by several threads.
 */
public final class Executions implements ServerHooks {
    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

    private static final Set<Operation> WATCHED =
            Set.of(
                    Operation.OPEN,
                    Operation.CREATE,
                    Operation.LINK,
                    Operation.REMOVE,
                    Operation.RENAME);

    private final Map<Slot, Integer> lasts = new ConcurrentHashMap<>();
    private final Map<Operation, Integer> effects = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<Retry, Integer> retries = new ConcurrentHashMap<>();

    private record Slot(SessionId session, int id) {}

    /** What a request is answered with that had been accepted before. */
    public enum Retry {
        /** What it was answered with the first time. */
        REPLAYED,
        /** The reply was not to be kept, as the client had said. */
        UNCACHED,
        /** Anything else: for instance, it came so late that its slot was just going on. */
        REFUSED
    }

    /** Nothing seen yet. */
    public Executions() {}

    /** How often each operation changed a name; OPEN counts only if it may create. */
    public Map<Operation, Integer> effects() {
        return Map.copyOf(effects);
    }

    /** How often these operations were refused, by operation and status. */
    public Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    /** How many requests came again after they had been accepted. */
    public Map<Retry, Integer> retries() {
        return Map.copyOf(retries);
    }

    /** How many requests came again and were answered in this way. */
    public int retries(Retry kind) {
        return retries.getOrDefault(kind, 0);
    }

    /** The slots used since the last call of {@link #forget}, of all sessions. */
    public SortedSet<Integer> slots() {
        SortedSet<Integer> ids = new TreeSet<>();
        lasts.keySet().forEach(slot -> ids.add(slot.id()));
        return ids;
    }

    /** Starts again with nothing seen; no request may be under way. */
    public void forget() {
        lasts.clear();
        effects.clear();
        refusals.clear();
        retries.clear();
    }

    @Override
    public CompoundProcessor compound(CompoundProcessor processor) {
        return (cx, args, out) -> {
            @Nullable SequenceArgs sequence = Requests.peek(args);
            int from = args.position();
            int to = from + args.remaining();
            int start = out.position();
            processor.execute(cx, args, out);
            if (sequence == null) {
                return;
            }
            CompoundRes reply = CompoundRes.decode(new XdrReader(out.toByteArray(start)));
            if (note(sequence, reply) == Retry.REFUSED) {
                XdrReader again = new XdrReader().reset(args.buffer(), from, to);
                LOG.warn("retry {} was refused: {}", CompoundArgs.decode(again), reply);
            }
        };
    }

    /** Returns what kind of retry it was, null if it was none. */
    private @Nullable Retry note(SequenceArgs asked, CompoundRes reply) {
        Slot slot = new Slot(asked.sessionId(), asked.slotId());
        ResOp first = reply.results().getFirst();
        @Nullable Integer last = lasts.get(slot);
        if (last != null && last == asked.sequenceId()) {
            Retry kind = kindOf(reply, first);
            retries.merge(kind, 1, Integer::sum);
            return kind;
        }
        if (first.status().equals(NfsStatus.OK)) {
            lasts.put(slot, asked.sequenceId());
        }
        return null;
    }

    private static Retry kindOf(CompoundRes reply, ResOp first) {
        if (reply.status().equals(NfsStatus.RETRY_UNCACHED_REP)) {
            return Retry.UNCACHED;
        }
        return first.status().equals(NfsStatus.OK) ? Retry.REPLAYED : Retry.REFUSED;
    }

    @Override
    public OperationHandler operation(Operation operation, OperationHandler handler) {
        return WATCHED.contains(operation)
                ? (cx, args, out) -> watch(operation, handler, cx, args, out)
                : handler;
    }

    private NfsStatus watch(
            Operation operation,
            OperationHandler handler,
            CompoundContext cx,
            XdrReader args,
            XdrWriter out)
            throws XdrException {
        boolean changesName = !operation.equals(Operation.OPEN) || mayCreate(args);
        NfsStatus status = handler.handle(cx, args, out);
        if (changesName && status.equals(NfsStatus.OK)) {
            effects.merge(operation, 1, Integer::sum);
        } else if (changesName) {
            refusals.merge(operation + " " + status, 1, Integer::sum);
        }
        return status;
    }

    private static boolean mayCreate(XdrReader args) throws XdrException {
        int from = args.position();
        OpenArgs open = OpenArgs.decodeBody(args);
        args.position(from);
        return open.openHow() instanceof OpenFlag.Create;
    }
}
