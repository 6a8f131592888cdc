package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundInterpreter;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.session.SessionOperations;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.ReplyAccount;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.Session;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The server as it is, apart from its files: client table and interpreter in virtual time. */
final class SimServer {
    private static final int CALL_HEADER_BYTES = 40;
    private static final int REPLY_HEADER_BYTES = 24;

    /** Makes what answers requests; a test may put something broken around what it is given. */
    interface ProcessorFactory {
        CompoundProcessor around(
                CompoundProcessor sound, ClientTable clients, SimOperations operations);
    }

    private record InHand(SimConnection connection, SimRequest request) {}

    /**
     * What replies may take: a few times what the clients keep at most, so that neither of them
     * makes it scarce for itself.
     */
    private static final int REPLY_BYTES = 64 << 10;

    final ClientTable clients;
    final SimOperations operations;
    private final World world;
    private final @Nullable Oracle oracle;
    private final CompoundProcessor processor;
    private final int lastSequenceId;

    /** All that there ever were. */
    private final Set<SessionId> sessions = new HashSet<>();

    private final Mischief mischief;

    /** Stands for all the clients that a simulation has no time for. */
    private final ReplyAccount others;

    /** What is being executed; the last one is, while the others wait for it. */
    private final Deque<InHand> inHand = new ArrayDeque<>();

    /** Served requests can be nested in slow ones: each has its own. */
    private final Deque<CompoundContext> contexts = new ArrayDeque<>();

    private final Deque<XdrWriter> writers = new ArrayDeque<>();

    /**
     * A server without clients.
     *
     * @param lastSequenceId what the slots of each new session have come to
     * @param watched whether an oracle looks at each reply
     */
    SimServer(World world, ProcessorFactory factory, int lastSequenceId, boolean watched) {
        this.world = world;
        this.lastSequenceId = lastSequenceId;
        mischief = new Mischief(world, this);
        clients =
                new ClientTable(
                        new ServerIdentity(
                                1,
                                new ServerOwner(0, Opaque.utf8("sim")),
                                Opaque.utf8("sim"),
                                null),
                        ChannelLimits.DEFAULT,
                        TableLimits.DEFAULT.withReplyBytes(REPLY_BYTES),
                        LeaseTerms.strict(World.LEASE),
                        world::bits,
                        ClientState.NONE);
        others = clients.replyMemory().newAccount();
        operations = new SimOperations(world, this::meanwhile);
        oracle = watched ? new Oracle(world, clients, operations) : null;
        CompoundProcessor sound =
                new CompoundInterpreter(
                        handlers(),
                        clients,
                        (operation, cause) -> world.happened(Happening.SERVER_FAULT));
        processor = factory.around(sound, clients, operations);
    }

    private Map<Operation, OperationHandler> handlers() {
        Map<Operation, OperationHandler> handlers = new HashMap<>(SessionOperations.on(clients));
        handlers.putAll(operations.handlers());
        OperationHandler create = SessionOperations.on(clients).get(Operation.CREATE_SESSION);
        handlers.put(
                Operation.CREATE_SESSION,
                (cx, args, result) -> {
                    int body = result.position();
                    NfsStatus status = create.handle(cx, args, result);
                    if (status.isOk()) {
                        made(result.buffer(), body);
                    }
                    return status;
                });
        return handlers;
    }

    /** Executes a request; time may pass meanwhile. */
    byte[] receive(SimConnection connection, byte[] message, @Nullable SimRequest request) {
        CompoundContext cx = contexts.isEmpty() ? new CompoundContext() : contexts.pop();
        XdrWriter out = writers.isEmpty() ? new XdrWriter() : writers.pop();
        out.clear();
        for (int i = 0; i < REPLY_HEADER_BYTES; i += Integer.BYTES) {
            out.writeInt(0);
        }
        int requestBytes = CALL_HEADER_BYTES + message.length;
        cx.begin(connection.caller, world.schedule.now(), requestBytes, REPLY_HEADER_BYTES);
        Oracle.SlotView before =
                request == null || oracle == null ? null : oracle.look(request, message);
        if (request != null) {
            inHand.push(new InHand(connection, request));
        }
        try {
            processor.execute(cx, new XdrReader(message), out);
        } catch (XdrException e) {
            throw new SimFailure("the server cannot decode " + request);
        }
        byte[] reply = out.toByteArray(REPLY_HEADER_BYTES);
        contexts.push(cx);
        writers.push(out);
        if (request == null) {
            return reply;
        }
        inHand.pop();
        if (oracle != null && before != null) {
            oracle.judge(request, message, before, reply);
        }
        if (world.fault(100) && SimReply.of(request, reply).sequence().isOk()) {
            mischief.curiosity(request);
        }
        return reply;
    }

    private void meanwhile() {
        InHand current = inHand.peek();
        if (current != null && world.fault(10)) {
            mischief.impatience(current.connection, current.request);
        }
    }

    void closed(SimConnection connection) {
        clients.connectionClosed(connection.id());
    }

    /** Ends what has lapsed, as a server does now and then. */
    void expire() {
        for (long client : clients.leases().expire(world.schedule.now())) {
            world.happened(Happening.LEASE_LAPSED);
            world.log("client ", Long.toHexString(client), " ended by its lease");
        }
    }

    /** Has others keep more replies or fewer; now and then so many that no room is left. */
    void press() {
        world.happened(Happening.PRESSURE);
        long wanted = world.below(3) == 0 ? 0 : REPLY_BYTES / 2 + world.below(REPLY_BYTES * 5 / 8);
        others.change(wanted - others.heldBytes());
        world.log("others keep replies of ", wanted, " bytes");
    }

    /** Lets there be plenty of memory. */
    void relieve() {
        others.change(-others.heldBytes());
    }

    /** What the replies take that are not those of clients in the simulation. */
    long bytesOfOthers() {
        return others.heldBytes();
    }

    /** Takes a session away from its client, which has done nothing to deserve it. */
    void takeAway(SessionId session, SimConnection connection) {
        if (clients.destroySession(session, connection.id(), null, true).isOk()) {
            world.happened(Happening.SESSION_TAKEN);
            world.log("session ", session, " taken away");
        }
    }

    /** Makes a new session one whose slots have seen many requests. */
    private void made(ByteBuffer created, int at) {
        SessionId id = new SessionId(created.getLong(at), created.getLong(at + Long.BYTES));
        if (!sessions.add(id)) {
            world.happened(Happening.SESSION_REPLAYED);
            return;
        }
        Session session = clients.find(id.high(), id.low());
        if (session == null) {
            throw new SimFailure("a new session is not there");
        }
        for (int i = 0; lastSequenceId != 0 && i < SimClient.MOST_SLOTS; i++) {
            AgedSlots.age(session, i, lastSequenceId);
        }
    }
}
