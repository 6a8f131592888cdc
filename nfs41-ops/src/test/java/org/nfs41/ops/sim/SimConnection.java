package org.nfs41.ops.sim;

import org.nfs41.ops.Caller;

/** One connection from a client to the server, until it is cut. */
final class SimConnection {
    final Caller caller;
    final Runnable whenCut;
    boolean open = true;

    /** Requests that are under way to the server or in it. */
    int pending;

    SimConnection(Caller caller, Runnable whenCut) {
        this.caller = caller;
        this.whenCut = whenCut;
    }

    long id() {
        return caller.connectionId();
    }

    @Override
    public String toString() {
        return "c" + id() + (open ? "" : "(cut)");
    }
}
