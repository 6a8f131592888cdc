package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The client's end of the backchannel: answers what the server calls, keeps it, and notes every
 * breach of the rules of CB_SEQUENCE (RFC 8881 section 20.9) as a violation. Safe for use by
 * several threads.
 */
public final class Callbacks {
    /** The program number that sessions of this client name for callbacks. */
    public static final int PROGRAM = 0x40000041;

    /**
     * The version in the XDR of RFC 5662, which servers use, and the one that RFC 8881 section
     * 18.36.3 names.
     */
    private static final Set<Integer> CALLBACK_VERSIONS = Set.of(1, 4);

    private final Transcript transcript;
    private final List<Callback> received = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<SessionId, BackChannel> channels = new HashMap<>();
    private final Map<CallbackOperation, Function<CbArgOp, CbResOp>> handlers = new HashMap<>();
    private final Set<Integer> programs = new HashSet<>(Set.of(PROGRAM));
    private final Set<Integer> flavors =
            new HashSet<>(Set.of(Credential.AUTH_NONE, Credential.AUTH_SYS));

    Callbacks(Transcript transcript) {
        this.transcript = transcript;
    }

    /** From now on callbacks on this session are right. */
    public synchronized void expect(CreateSessionResOk session) {
        int slots = session.backChannelAttributes().maxRequests();
        // a replayed CREATE_SESSION names a session whose slots have been used already
        channels.putIfAbsent(session.sessionId(), new BackChannel(session.sessionId(), slots));
    }

    /** From now on calls of this program, too, are right. */
    public synchronized void expectProgram(int program) {
        programs.add(program);
    }

    /** Answers an operation in its own way; by default every one but CB_SEQUENCE gets NFS4_OK. */
    public synchronized void handle(
            CallbackOperation operation, Function<CbArgOp, CbResOp> handler) {
        handlers.put(operation, handler);
    }

    /** Every call so far, CB_NULL included. */
    public synchronized List<Callback> received() {
        return List.copyOf(received);
    }

    /** The breaches of rules so far. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Waits for a call that fits, those included that came already; empty when none comes. */
    public synchronized Optional<Callback> await(Predicate<Callback> fits, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<Callback> found = received.stream().filter(fits).findFirst();
            long left = end - System.nanoTime();
            if (found.isPresent() || left <= 0) {
                return found;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
    }

    /** Answers one call; the reply message, or null when there is nothing to say. */
    synchronized byte @Nullable [] answer(NfsConnection connection, byte[] record) {
        RpcCall call;
        try {
            call = RpcCall.decode(new XdrReader(record));
        } catch (XdrException e) {
            violations.add("a call from the server is no RPC call: " + e.getMessage());
            return null;
        }
        if (!CALLBACK_VERSIONS.contains(call.version()) || !programs.contains(call.program())) {
            violations.add(
                    "callback to program "
                            + call.program()
                            + " version "
                            + call.version()
                            + ", not the csa_cb_program of a session");
            return reply(call.xid(), RpcReply.Outcome.PROG_UNAVAIL, null);
        }
        if (!flavors.contains(call.credential().flavor())) {
            violations.add("callback under " + call.credential() + ", which csa_sec_parms lacks");
        }
        CbCompoundArgs compound = null;
        CbCompoundRes answer = null;
        if (call.procedure() == RpcCall.PROC_COMPOUND) {
            try {
                compound = CbCompoundArgs.decode(new XdrReader(call.body()));
                answer = execute(compound);
            } catch (XdrException e) {
                violations.add("CB_COMPOUND is no valid XDR: " + e.getMessage());
                return reply(call.xid(), RpcReply.Outcome.GARBAGE_ARGS, null);
            }
        }
        received.add(new Callback(connection.number(), call, compound, answer));
        String what = compound == null ? "CB_NULL" : Describe.of(compound);
        transcript.note(connection.number() + " <= " + what + "\n  => " + answer);
        notifyAll();
        return reply(call.xid(), RpcReply.Outcome.SUCCESS, answer);
    }

    private CbCompoundRes execute(CbCompoundArgs compound) {
        if (compound.minorVersion() != Compound.MINOR_VERSION_1) {
            violations.add("CB_COMPOUND of minor version " + compound.minorVersion());
            return new CbCompoundRes(NfsStatus.MINOR_VERS_MISMATCH, compound.tag(), List.of());
        }
        if (compound.ops().isEmpty()
                || !(compound.ops().getFirst() instanceof CbSequenceArgs sequence)) {
            violations.add("CB_COMPOUND that does not begin with CB_SEQUENCE");
            return refused(compound, NfsStatus.OP_NOT_IN_SESSION);
        }
        BackChannel channel = channels.get(sequence.sessionId());
        if (channel == null) {
            violations.add("CB_SEQUENCE for " + sequence.sessionId() + ", no session of ours");
            return refused(compound, NfsStatus.BADSESSION);
        }
        return channel.execute(sequence, compound, this::operation, violations);
    }

    private CbResOp operation(CbArgOp op) {
        Function<CbArgOp, CbResOp> handler = handlers.get(op.op());
        return handler == null ? new CbStatusOnly(op.op(), NfsStatus.OK) : handler.apply(op);
    }

    private static CbCompoundRes refused(CbCompoundArgs compound, NfsStatus status) {
        List<CbResOp> results =
                compound.ops().stream()
                        .limit(1)
                        .<CbResOp>map(op -> new CbStatusOnly(op.op(), status))
                        .toList();
        return new CbCompoundRes(status, compound.tag(), results);
    }

    private static byte[] reply(int xid, RpcReply.Outcome outcome, @Nullable CbCompoundRes body) {
        XdrWriter writer = new XdrWriter();
        writer.writeInt(xid);
        writer.writeInt(RpcReply.REPLY);
        writer.writeInt(0);
        Credential.none().encode(writer);
        writer.writeInt(outcome.acceptStat());
        if (body != null) {
            body.encode(writer);
        }
        return writer.toByteArray();
    }
}
