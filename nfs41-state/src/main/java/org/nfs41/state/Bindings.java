package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The connections of one session, oldest first.
 *
 * <p>Every request looks its connection up here, changes are rare: so an array that is replaced as
 * a whole, read without a lock.
 */
final class Bindings {
    /** Linux opens at most 16 connections to a server (nconnect); several paths multiply them. */
    static final int MOST_CONNECTIONS = 64;

    private static final Binding[] EMPTY = {};

    private final SessionStatus status;
    private volatile Binding[] bindings = EMPTY;

    /** The bindings of a session, whose status is told when its backchannel comes and goes. */
    Bindings(SessionStatus status) {
        this.status = status;
    }

    @Nullable Binding of(long connectionId) {
        for (Binding binding : bindings) {
            if (binding.connectionId() == connectionId) {
                return binding;
            }
        }
        return null;
    }

    boolean carriesFore(long connectionId) {
        Binding binding = of(connectionId);
        return binding != null && binding.fore();
    }

    /** The connections that calls to the client may be sent on, oldest first. */
    long[] backConnections() {
        return Arrays.stream(bindings)
                .filter(Binding::takesCalls)
                .mapToLong(Binding::connectionId)
                .toArray();
    }

    long[] connections() {
        return Arrays.stream(bindings).mapToLong(Binding::connectionId).toArray();
    }

    /** Adds or replaces the connection's binding, which must be at most {@link #full} before. */
    synchronized void put(Binding binding) {
        Binding[] old = bindings;
        for (int i = 0; i < old.length; i++) {
            if (old[i].connectionId() == binding.connectionId()) {
                Binding[] changed = old.clone();
                changed[i] = binding;
                replaceLocked(changed);
                return;
            }
        }
        Binding[] longer = Arrays.copyOf(old, old.length + 1);
        longer[old.length] = binding;
        replaceLocked(longer);
    }

    /** Adds the fore channel to what the connection is associated with. */
    synchronized void addFore(long connectionId) {
        Binding old = of(connectionId);
        if (old == null) {
            put(new Binding(connectionId, Binding.FORE, false));
        } else if (!old.fore()) {
            put(new Binding(connectionId, Binding.BOTH, false, old.mute()));
        }
    }

    /** Says of a connection that is bound whether calls on it go unheard. */
    synchronized void mute(long connectionId, boolean value) {
        Binding old = of(connectionId);
        if (old != null && old.mute() != value) {
            put(old.withMute(value));
        }
    }

    /** All connections are worth a try again: the client wants to be called in another way. */
    synchronized void unmuteAll() {
        Binding[] old = bindings;
        replaceLocked(
                Arrays.stream(old).map(binding -> binding.withMute(false)).toArray(Binding[]::new));
    }

    synchronized void remove(long connectionId) {
        replaceLocked(
                Arrays.stream(bindings)
                        .filter(binding -> binding.connectionId() != connectionId)
                        .toArray(Binding[]::new));
    }

    private void replaceLocked(Binding[] next) {
        bindings = next;
        status.callsTaken(Arrays.stream(next).anyMatch(Binding::takesCalls));
    }

    boolean full() {
        return bindings.length >= MOST_CONNECTIONS;
    }

    /**
     * The oldest binding that gives way to another: one without callbacks. Null if there is none.
     */
    @Nullable Binding oldestForeOnly() {
        for (Binding binding : bindings) {
            if (!binding.back()) {
                return binding;
            }
        }
        return null;
    }
}
