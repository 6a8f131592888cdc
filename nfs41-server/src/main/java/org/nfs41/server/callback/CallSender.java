package org.nfs41.server.callback;

import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.Effect;

import java.util.function.Consumer;

/** Sends a call to a client. Does not wait for its reply. */
@FunctionalInterface
public interface CallSender {
    /**
     * Sends once.
     *
     * @param reply is told what has come of it, by any thread; only the first time counts
     */
    void send(Effect.Send call, Consumer<CallReply> reply);
}
