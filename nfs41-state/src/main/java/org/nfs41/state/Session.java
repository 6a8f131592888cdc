package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.concurrent.TimeUnit;

/**
 * A session (RFC 8881 section 2.10): a client's slots, the attributes of its channels and the
 * connections that it is used over.
 *
 * <p>Safe for use by any number of threads. No method takes a lock, except for the first request on
 * a connection and where the limits of {@link SlotTable} move.
 */
public final class Session {
    /**
     * A client needs two requests to show that it has given slots up; Linux sends one for each
     * CB_RECALL_SLOT.
     */
    private static final long SLOT_RECALL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SessionId id;
    private final ClientRecord client;
    private final SessionParameters parameters;
    private final Connections connections;
    private final SessionStatus status;
    private final Bindings bindings;

    private final SlotTable slots;
    private volatile CallbackParameters callbacks;
    private volatile CallbackContexts callbackContexts = CallbackContexts.NONE;
    private boolean slotsRecalled;
    private long slotsRecalledAt;
    private volatile boolean ending;
    private volatile boolean gone;

    Session(
            SessionId id,
            ClientRecord client,
            SessionParameters parameters,
            ReplyMemory memory,
            Connections connections) {
        this.id = id;
        this.client = client;
        this.parameters = parameters;
        this.connections = connections;
        this.callbacks = parameters.callbacks();
        this.status = new SessionStatus(client.status());
        this.bindings = new Bindings(status);
        this.slots = new SlotTable(parameters.foreChannel().maxRequests(), memory);
    }

    /** What SEQUENCE names it by. */
    public SessionId id() {
        return id;
    }

    /** The client whose session it is. */
    public ClientRecord client() {
        return client;
    }

    /** Attributes of the channel from client to server, as granted. */
    public ChannelAttributes foreChannel() {
        return parameters.foreChannel();
    }

    /** Attributes of the channel from server to client, as granted. */
    public ChannelAttributes backChannel() {
        return parameters.backChannel();
    }

    /** How the client wants to be called now. */
    public CallbackParameters callbacks() {
        return callbacks;
    }

    void callbacks(CallbackParameters changed) {
        callbacks = changed;
    }

    /**
     * The slot of that id.
     *
     * @return null if the session has no such slot ({@code NFS4ERR_BADSLOT}); the id is unsigned
     */
    public @Nullable Slot slot(int slotId) {
        return slots.slot(slotId);
    }

    /** All slots of the fore channel, and which of them may be used. */
    public SlotTable slots() {
        return slots;
    }

    /** The highest slot id that a new request is let in on now: sr_highest_slotid. */
    public int highestSlotId() {
        return slots.limits().enforced();
    }

    /** The highest slot id that the client should use now: sr_target_highest_slotid. */
    public int targetHighestSlotId() {
        return slots.limits().target();
    }

    /**
     * What {@link ClientTable#used} does, without the lock and with an answer that may be too
     * early.
     *
     * @return false if the session has been ended since it was found, or if somebody is about to
     *     find out whether he may end it
     */
    boolean used(long connectionId, long now) {
        // The slot is claimed before this is read, and whoever ends a session says so before it
        // looks for claimed slots: one of the two sees the other.
        if (ending || !client.lease().renew(now)) {
            return false;
        }
        if (!bindings.carriesFore(connectionId)) {
            connections.useFore(this, connectionId);
        }
        return true;
    }

    /**
     * Renews the lease of its client at the end of a request that took long (RFC 8881 section 8.3).
     * That of a client that has ended meanwhile stays as it is.
     *
     * @param now monotonic nanoseconds
     */
    public void renew(long now) {
        var _ = client.lease().renew(now);
    }

    /**
     * sr_status_flags: only what is true now (RFC 8881 section 18.46.3).
     *
     * @param now monotonic nanoseconds
     */
    public int statusFlags(long now) {
        return status.word()
                | client.status().word()
                | callbackContexts.flags(now, client.leaseNanos());
    }

    /**
     * Notes that the backchannel has a fault that only a new session mends, for example that the
     * sequence id of one of its slots is not known any more.
     */
    public void backChannelFault() {
        status.fault();
    }

    /** Whether {@link #backChannelFault} has been called. */
    public boolean hasBackChannelFault() {
        return status.isFaulty();
    }

    /**
     * Notes that calls on this connection fail, and would go on to: the client is told that the
     * path is down unless there is another. Holds until the client binds the connection again,
     * changes the backchannel, or {@link #callsAnswered}.
     */
    public void callsUnanswered(long connectionId) {
        bindings.mute(connectionId, true);
    }

    /** Notes that a call on this connection has been answered, if late. */
    public void callsAnswered(long connectionId) {
        bindings.mute(connectionId, false);
    }

    /** Notes how long the contexts last that calls to the client need. */
    public void callbackContexts(CallbackContexts value) {
        callbackContexts = value;
    }

    /** Whether the connection is associated with a channel of this session. */
    public boolean isAssociated(long connectionId) {
        return bindings.of(connectionId) != null;
    }

    /** The connections that calls to the client may be sent on, oldest first. */
    public long[] backConnections() {
        return bindings.backConnections();
    }

    /**
     * The highest slot that its client is to be asked to use now, as {@link SlotTable#recall} says,
     * or {@link SlotTable#NOTHING_TO_RECALL}. For one thread at a time.
     */
    int recallSlots(long now) {
        boolean recently = slotsRecalled && now - slotsRecalledAt < SLOT_RECALL_PAUSE_NANOS;
        int target = recently ? SlotTable.NOTHING_TO_RECALL : slots.recall();
        if (target != SlotTable.NOTHING_TO_RECALL) {
            slotsRecalled = true;
            slotsRecalledAt = now;
        }
        return target;
    }

    /** How many requests are being executed. */
    public int requestsInProgress() {
        return slots.requestsInProgress();
    }

    /** Whether it has been destroyed, with its client or alone. */
    public boolean gone() {
        return gone;
    }

    /** Says, or takes back, that it is about to be destroyed: requests that come now must wait. */
    void ending(boolean value) {
        ending = value;
    }

    /** Notes that it has been destroyed, from which there is no way back. */
    void end() {
        ending = true;
        gone = true;
    }

    SessionStatus status() {
        return status;
    }

    Bindings bindings() {
        return bindings;
    }

    /** Whether the session has been created with room for calls to the client. */
    boolean backChannelPossible() {
        return parameters.backChannel().maxRequests() != 0;
    }
}
