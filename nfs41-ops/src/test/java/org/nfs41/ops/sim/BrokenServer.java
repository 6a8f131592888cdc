package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.sim.SimRequest.SlotKey;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A sound processor with one {@link PlantedFault} around it. */
final class BrokenServer implements CompoundProcessor {
    /** A request in a session and what the sound processor has made of it. */
    static final class Exchange {
        final CompoundContext cx;
        final SequenceArgs sequence;
        final byte[] message;
        final XdrReader operations;
        final int operationCount;
        final Session session;
        final Slot slot;

        /** The last request that was executed in the slot, and its reply; null if none was. */
        final @Nullable Past past;

        private Exchange(
                CompoundContext cx,
                SequenceArgs sequence,
                byte[] message,
                XdrReader operations,
                int operationCount,
                Session session,
                Slot slot,
                @Nullable Past past) {
            this.cx = cx;
            this.sequence = sequence;
            this.message = message;
            this.operations = operations;
            this.operationCount = operationCount;
            this.session = session;
            this.slot = slot;
            this.past = past;
        }

        boolean isRetry() {
            return past != null && past.message.equals(repeated(message));
        }
    }

    /** {@code before}: the reply of the request before, or null. */
    record Past(Opaque message, Opaque reply, @Nullable Opaque before) {}

    /** Status, tag and count of a reply, and the number of its first operation. */
    private static final int FIRST_STATUS_AT = 12 + SimRequest.TAG_BYTES + 4;

    private final PlantedFault fault;
    private final CompoundProcessor sound;
    private final ClientTable clients;
    private final SimOperations simOperations;
    private final Map<SlotKey, Past> pasts = new HashMap<>();
    private final Set<CreateSessionArgs> sessionsMade = new HashSet<>();

    BrokenServer(
            PlantedFault fault,
            CompoundProcessor sound,
            ClientTable clients,
            SimOperations simOperations) {
        this.fault = fault;
        this.sound = sound;
        this.clients = clients;
        this.simOperations = simOperations;
    }

    /** What all copies of a request have in common: all but sa_highest_slotid. */
    private static Opaque repeated(byte[] message) {
        return Opaque.of(SimRequest.telling(message, 0));
    }

    @Override
    public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
        int from = args.position();
        byte[] message = new byte[args.remaining()];
        args.buffer().get(from, message);
        XdrReader copy = new XdrReader(message);
        int operations = CompoundHeader.decode(copy).opCount();
        int operation = copy.readInt();
        if (operation == Operation.CREATE_SESSION.value()) {
            CreateSessionArgs asked = CreateSessionArgs.decodeBody(copy);
            sound.execute(cx, args, out);
            fault.afterCreateSession(clients, cx, asked, !sessionsMade.add(asked));
            return;
        }
        Session session = null;
        Slot slot = null;
        SequenceArgs sequence = null;
        if (operation == Operation.SEQUENCE.value()) {
            sequence = SequenceArgs.decodeBody(copy);
            session = clients.find(sequence.sessionId().high(), sequence.sessionId().low());
            slot = session == null ? null : session.slot(sequence.slotId());
        }
        if (session == null || slot == null || sequence == null) {
            sound.execute(cx, args, out);
            return;
        }
        SlotKey key = new SlotKey(sequence.sessionId(), sequence.slotId());
        int start = out.position();
        sound.execute(cx, args, out);
        Exchange exchange =
                new Exchange(
                        cx, sequence, message, copy, operations - 1, session, slot, pasts.get(key));
        NfsStatus status = new NfsStatus(out.buffer().getInt(start + FIRST_STATUS_AT));
        Opaque reply = Opaque.of(out.toByteArray(start));
        fault.afterSequence(exchange, status, simOperations, out, start);
        if (status.isOk() && !exchange.isRetry()) {
            Opaque before = exchange.past == null ? null : exchange.past.reply;
            pasts.put(key, new Past(repeated(message), reply, before));
        }
    }
}
