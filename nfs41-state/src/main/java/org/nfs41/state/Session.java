package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.SequenceStatusFlags;

/**
 * A session (RFC 8881 section 2.10): a client's slots, the attributes of its channels and the
 * connections that it is used over.
 *
 * <p>Safe for use by any number of threads. No method takes a lock, except for the first request on
 * a connection and where the limits of {@link SlotTable} move.
 */
public final class Session {
    private final SessionId id;
    private final ClientRecord client;
    private final SessionParameters parameters;
    private final Connections connections;
    private final Bindings bindings = new Bindings();

    private final SlotTable slots;
    private volatile CallbackParameters callbacks;
    private volatile boolean backChannelWanted;
    private volatile boolean ended;

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
        if (ended || !client.lease().renew(now)) {
            return false;
        }
        if (!bindings.carriesFore(connectionId)) {
            connections.useFore(this, connectionId);
        }
        return true;
    }

    /** sr_status_flags: only what is true now (RFC 8881 section 18.46.3). */
    public int statusFlags() {
        if (bindings.hasBack()) {
            return 0;
        }
        int flags = backChannelWanted ? SequenceStatusFlags.CB_PATH_DOWN_SESSION : 0;
        return client.callbackPathDown() ? flags | SequenceStatusFlags.CB_PATH_DOWN : flags;
    }

    /** Whether the connection is associated with a channel of this session. */
    public boolean isAssociated(long connectionId) {
        return bindings.of(connectionId) != null;
    }

    /** The connections that calls to the client may be sent on, oldest first. */
    public long[] backConnections() {
        return bindings.backConnections();
    }

    /** How many requests are being executed. */
    public int requestsInProgress() {
        return slots.requestsInProgress();
    }

    /** Whether it has been destroyed, with its client or alone. */
    public boolean ended() {
        return ended || client.ended();
    }

    void ended(boolean value) {
        ended = value;
    }

    Bindings bindings() {
        return bindings;
    }

    /** Whether the session has been created with room for calls to the client. */
    boolean backChannelPossible() {
        return parameters.backChannel().maxRequests() != 0;
    }

    boolean backChannelWanted() {
        return backChannelWanted;
    }

    /** The client has asked for a backchannel: from now on it is told when there is none. */
    void wantBackChannel() {
        backChannelWanted = true;
    }
}
