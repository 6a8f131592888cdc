package org.nfs41.state.callback;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.HashSet;
import java.util.Set;

/** A call on a slot: what has been sent with one sequence id, however often. */
final class Exchange {
    /**
     * How often something that should not be is answered by one more try: with the pauses between
     * them for some seconds, which any client's start takes.
     */
    static final int MOST_TRIES = 8;

    enum Phase {
        /** A reply is awaited. */
        SENT,
        /** It is to be sent again as soon as there is a connection. */
        WAITS,
        /** It is to be sent again after a pause. */
        PAUSES
    }

    final QueuedCall queued;
    final BackChannel channel;
    final int slotId;

    /** Every try whose end has not been told, for the reply to any of them will do. */
    final Set<Long> attempts = new HashSet<>();

    Phase phase = Phase.WAITS;

    /** Whether the client may have got it: then it must not become another call. */
    boolean unsure;

    CallbackSecParms sentBy;
    long lastAttempt;
    long sentOn;
    long sentAt;
    private CbCompoundArgs compound;
    private int tries;

    Exchange(QueuedCall queued, BackChannel channel, int slotId, CbCompoundArgs compound) {
        this.queued = queued;
        this.channel = channel;
        this.slotId = slotId;
        this.compound = compound;
        sentBy = channel.security();
    }

    CbCompoundArgs compound() {
        return compound;
    }

    CbSequenceArgs sequence() {
        return (CbSequenceArgs) compound.ops().getFirst();
    }

    /** Replaces what will be sent by what says the same of another moment. */
    void compound(CbCompoundArgs fresh) {
        compound = fresh;
    }

    /** Notes a try. */
    Effect.Send sent(long connectionId, long attempt, int program, CallbackSecParms by, long now) {
        attempts.add(attempt);
        lastAttempt = attempt;
        sentOn = connectionId;
        sentBy = by;
        sentAt = now;
        phase = Phase.SENT;
        return new Effect.Send(connectionId, attempt, program, by, compound);
    }

    void pause(long now) {
        phase = Phase.PAUSES;
        queued.backoff.begin(now);
    }

    /** Counts what should not be; false if it has been too often. */
    boolean mayTryAgain() {
        return ++tries < MOST_TRIES;
    }

    /** Whether it can be sent now, if there is a connection. */
    boolean isDue(long now) {
        return phase == Phase.WAITS || (phase == Phase.PAUSES && queued.backoff.isOver(now));
    }

    /** Whether the client has surely not carried it out, so that the slot is as it was before. */
    boolean isAsBefore() {
        return !unsure && phase != Phase.SENT && attempts.isEmpty();
    }

    /** Whether nobody wants it any more and the slot is surely as it was before. */
    boolean canBeDropped() {
        return queued.isTold() && isAsBefore();
    }
}
