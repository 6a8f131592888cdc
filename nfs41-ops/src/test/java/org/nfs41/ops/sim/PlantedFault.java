package org.nfs41.ops.sim;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.sim.BrokenServer.Exchange;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Principal;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CreateSessionArgs;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a server may do wrong. Each is found by the simulator, or the simulator is worth nothing.
 */
enum PlantedFault {
    /** The retry of a request that is over executes it once more. */
    RETRY_EXECUTED_AGAIN {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start)
                throws XdrException {
            if (status.isOk() && exchange.isRetry()) {
                executeAgain(exchange, operations);
            }
        }
    },

    /** The retry of a request that is in progress executes it beside the original. */
    RETRY_IN_PROGRESS_EXECUTED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start)
                throws XdrException {
            if (status.equals(NfsStatus.DELAY)) {
                executeAgain(exchange, operations);
            }
        }
    },

    /** The slot keeps the first half of its reply only. */
    REPLY_KEPT_HALF {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            if (status.isOk() && exchange.isRetry()) {
                int half = start + (out.position() - start) / 2;
                out.buffer().put(half, new byte[out.position() - half]);
            }
        }
    },

    /** The slot keeps the reply of the request before. */
    REPLY_OF_THE_REQUEST_BEFORE {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            boolean retry = status.isOk() && exchange.past != null && exchange.isRetry();
            if (retry && exchange.past.before() != null) {
                answer(out, start, exchange.past.before().toByteArray());
            }
        }
    },

    /** A refused request uses its sequence id up. */
    ERROR_ADVANCES_SLOT {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            if (status.equals(NfsStatus.SEQ_MISORDERED) && !exchange.slot.isInProgress()) {
                claimNext(exchange);
                exchange.slot.abandon();
            }
        }
    },

    /** A request that fails leaves its slot claimed for ever. */
    SLOT_STAYS_CLAIMED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            boolean faulty = out.buffer().getInt(start) == NfsStatus.SERVERFAULT.value();
            if (faulty && !exchange.slot.isInProgress()) {
                claimNext(exchange);
            }
        }
    },

    /** Another request with the sequence id of the last one gets the last one's reply. */
    FALSE_RETRY_SERVED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            if (status.equals(NfsStatus.SEQ_FALSE_RETRY)
                    && exchange.past != null
                    && !exchange.isRetry()) {
                // With its own tag: a server takes that from the request.
                byte[] reply = exchange.past.reply().toByteArray();
                System.arraycopy(exchange.message, 4, reply, 8, SimRequest.TAG_BYTES);
                answer(out, start, reply);
            }
        }
    },

    /** Another principal that repeats the last request gets its reply. */
    STRANGER_SERVED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            boolean repeated = exchange.past != null && exchange.isRetry();
            if (repeated && status.equals(NfsStatus.SEQ_FALSE_RETRY)) {
                answer(out, start, exchange.past.reply().toByteArray());
            }
        }
    },

    /** The sequence ids end at 0xFFFFFFFF. */
    NO_WRAP_AROUND {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            if (status.isOk() && exchange.sequence.sequenceId() == 0) {
                refuse(out, start, NfsStatus.SEQ_MISORDERED);
            }
        }
    },

    /** The server says that the session is gone when a retry comes. */
    SESSION_DENIED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            if (status.equals(NfsStatus.DELAY)) {
                refuse(out, start, NfsStatus.BADSESSION);
            }
        }
    },

    /** Slots are retired before their client knows that it should not use them. */
    SLOTS_RETIRED_UNASKED {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            Session session = exchange.session;
            for (int i = session.targetHighestSlotId() + 1; i <= session.highestSlotId(); i++) {
                AgedSlots.retire(Objects.requireNonNull(session.slot(i)));
            }
        }
    },

    /** A slot above the target is refused before its client knows. */
    TARGET_ENFORCED_AT_ONCE {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            boolean above = exchange.sequence.slotId() > exchange.session.targetHighestSlotId();
            if (status.isOk() && above && !exchange.isRetry()) {
                refuse(out, start, NfsStatus.BADSLOT);
            }
        }
    },

    /** Who tells of slots above the target is refused before it knows. */
    HIGH_SLOT_ENFORCED_AT_ONCE {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            int target = exchange.session.targetHighestSlotId();
            boolean above = exchange.sequence.highestSlotId() > target;
            if (status.isOk() && above && !exchange.isRetry()) {
                refuse(out, start, NfsStatus.BAD_HIGH_SLOT);
            }
        }
    },

    /** A request in a slot that has been waited for too long is refused, and executed. */
    REFUSED_SLOT_EXECUTES {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start)
                throws XdrException {
            if (status.equals(NfsStatus.BADSLOT)) {
                executeAgain(exchange, operations);
            }
        }
    },

    /** A retired slot forgets the sequence id that it has come to. */
    RETIRED_SLOT_FORGETS {
        @Override
        void afterSequence(
                Exchange exchange,
                NfsStatus status,
                SimOperations operations,
                XdrWriter out,
                int start) {
            for (int i = 0; i < exchange.session.foreChannel().maxRequests(); i++) {
                Slot slot = Objects.requireNonNull(exchange.session.slot(i));
                if (slot.isRetired()) {
                    AgedSlots.forget(slot);
                }
            }
        }
    },

    /** The retry of a CREATE_SESSION makes one session more. */
    SESSION_MADE_TWICE {
        @Override
        void afterCreateSession(
                ClientTable clients, CompoundContext cx, CreateSessionArgs asked, boolean again) {
            if (again) {
                CreateSessionArgs next =
                        new CreateSessionArgs(
                                asked.clientId(),
                                asked.sequence() + 1,
                                asked.flags(),
                                asked.foreChannelAttributes(),
                                asked.backChannelAttributes(),
                                asked.cbProgram(),
                                asked.secParms());
                clients.createSession(next, cx.caller().principal(), 0, null, cx.now());
            }
        }
    };

    /**
     * Spoils a reply or what belongs to it.
     *
     * @param status what SEQUENCE was answered
     * @param start where the reply begins that {@code out} ends with
     */
    void afterSequence(
            Exchange exchange, NfsStatus status, SimOperations operations, XdrWriter out, int start)
            throws XdrException {}

    /** Likewise for CREATE_SESSION; {@code again} if it is a retry. */
    void afterCreateSession(
            ClientTable clients, CompoundContext cx, CreateSessionArgs asked, boolean again) {}

    private static void executeAgain(Exchange exchange, SimOperations operations)
            throws XdrException {
        XdrReader args = exchange.operations;
        NfsStatus status = NfsStatus.OK;
        for (int i = 0; i < exchange.operationCount && status.isOk(); i++) {
            if (args.readInt() != SimOperations.ACT.value()) {
                return;
            }
            try {
                status = operations.act(exchange.cx, args, new XdrWriter());
            } catch (IllegalStateException e) {
                status = NfsStatus.SERVERFAULT;
            }
        }
    }

    private static void claimNext(Exchange exchange) {
        exchange.slot.accept(exchange.slot.sequenceId() + 1, 0, Principal.NONE);
    }

    private static void refuse(XdrWriter out, int start, NfsStatus status) {
        int tagEnd = 8 + SimRequest.TAG_BYTES;
        ByteBuffer reply = ByteBuffer.allocate(tagEnd + 12);
        reply.put(0, out.buffer(), start, tagEnd).putInt(0, status.value());
        reply.putInt(tagEnd, 1).putInt(tagEnd + 4, Operation.SEQUENCE.value());
        reply.putInt(tagEnd + 8, status.value());
        answer(out, start, reply.array());
    }

    private static void answer(XdrWriter out, int start, byte[] reply) {
        out.position(start);
        out.writeRaw(ByteBuffer.wrap(reply), 0, reply.length);
    }
}
