package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.CallbackParameters;
import org.nfs41.state.Session;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.ArrayList;
import java.util.List;

/**
 * The slots of one session's backchannel, with the server as requester (RFC 8881 sections 2.10.6.1
 * and 20.9). Each has at most one call on it; its sequence id goes on by one when the client has
 * accepted the call, and not before.
 */
final class BackChannel {
    /** Calls at a time to one session; clients offer 1 to 16, and more would not be faster. */
    static final int MOST_SLOTS = 32;

    private static final int MINOR_VERSION = 1;
    private static final CallbackSecParms NO_CREDENTIAL = new CallbackSecParms.None();

    final Session session;
    private final int[] sequenceIds;
    private final @Nullable Exchange[] exchanges;

    /** What {@link #credential} is one of. */
    private CallbackParameters callbacks;

    private int credential;

    /** The highest slot that the client wants used now. */
    private int highest;

    BackChannel(Session session) {
        this.session = session;
        callbacks = session.callbacks();
        int granted = session.backChannel().maxRequests();
        int count = Integer.compareUnsigned(granted, MOST_SLOTS) < 0 ? granted : MOST_SLOTS;
        sequenceIds = new int[count];
        exchanges = new Exchange[count];
        highest = count - 1;
    }

    /** Whether calls can be sent in this session now: for any thread. */
    static boolean isOpen(Session session) {
        return canBeOpened(session) && session.backConnections().length > 0;
    }

    /** Whether calls can be sent in this session if its client binds a connection. */
    static boolean canBeOpened(Session session) {
        return !session.gone()
                && !session.hasBackChannelFault()
                && CallSizes.possible(session.backChannel());
    }

    /** The first credential of those that the client has offered which it has not denied. */
    CallbackSecParms security() {
        CallbackParameters now = session.callbacks();
        if (!now.equals(callbacks)) {
            callbacks = now;
            credential = 0;
        }
        return now.security().isEmpty() ? NO_CREDENTIAL : now.security().get(credential);
    }

    /**
     * The client has denied a credential.
     *
     * @return whether there is another to try
     */
    boolean denied(CallbackSecParms sentBy) {
        if (!security().equals(sentBy)) {
            return true;
        }
        int next = credential + 1;
        // When all have been denied the next connection may be better to each of them.
        credential = next < callbacks.security().size() ? next : 0;
        return credential != 0;
    }

    /** The lowest slot that is free and wanted, or -1. */
    int freeSlot() {
        for (int i = 0; i <= highest; i++) {
            if (exchanges[i] == null) {
                return i;
            }
        }
        return -1;
    }

    /** What a call is on that slot, which is free or has it already. */
    CbCompoundArgs compound(ClientCall call, int slotId, List<ReferringCallList> referring) {
        CbSequenceArgs sequence =
                new CbSequenceArgs(
                        session.id(),
                        sequenceIds[slotId] + 1,
                        slotId,
                        highestInUse(slotId),
                        CallSizes.cached(call.operation().op(), session.backChannel()),
                        referring);
        return new CbCompoundArgs(
                Opaque.EMPTY, MINOR_VERSION, 0, List.of(sequence, call.operation()));
    }

    private int highestInUse(int slotId) {
        int found = slotId;
        for (int i = slotId + 1; i < exchanges.length; i++) {
            if (exchanges[i] != null) {
                found = i;
            }
        }
        return found;
    }

    void occupy(Exchange exchange) {
        if (exchanges[exchange.slotId] != null) {
            throw new IllegalStateException("slot " + exchange.slotId + " is in use");
        }
        exchanges[exchange.slotId] = exchange;
    }

    /**
     * The client has accepted the call.
     *
     * @param told what it says of slots, or null if it does not
     */
    void completed(Exchange exchange, @Nullable CbSequenceResOk told) {
        sequenceIds[exchange.slotId]++;
        free(exchange);
        if (told != null) {
            highest = smallest(told.highestSlotId(), told.targetHighestSlotId());
        }
    }

    /** The client has not accepted the call, and the slot is as it was before. */
    void free(Exchange exchange) {
        exchanges[exchange.slotId] = null;
    }

    /** The client does not want this slot used; false if there is none below. */
    boolean lowerBelow(int slotId) {
        highest = Math.min(highest, slotId - 1);
        if (highest >= 0) {
            return true;
        }
        highest = 0;
        return false;
    }

    /** All calls on slots. */
    List<Exchange> exchanges() {
        List<Exchange> found = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            if (exchange != null) {
                found.add(exchange);
            }
        }
        return found;
    }

    private int smallest(int one, int other) {
        int smaller = Integer.compareUnsigned(one, other) < 0 ? one : other;
        int last = exchanges.length - 1;
        return Integer.compareUnsigned(smaller, last) < 0 ? smaller : last;
    }
}
