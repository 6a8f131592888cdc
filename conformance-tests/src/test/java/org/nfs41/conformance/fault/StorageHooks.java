package org.nfs41.conformance.fault;

import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.StableStorage;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** Hooks that also put something around what outlives a restart. */
public interface StorageHooks extends ServerHooks {
    /** Nothing but something around the storage. */
    static ServerHooks of(UnaryOperator<StableStorage> around) {
        return (StorageHooks) around::apply;
    }

    /** Starts a server with any hooks, around its storage as well if they are for that. */
    static EmbeddedServer start(ServerHooks hooks) throws IOException {
        return hooks instanceof StorageHooks outliving
                ? EmbeddedServer.start(hooks, outliving::storage)
                : EmbeddedServer.start(hooks);
    }

    /** Returns {@code storage} or something around it; called once, before the first start. */
    StableStorage storage(StableStorage storage);
}
