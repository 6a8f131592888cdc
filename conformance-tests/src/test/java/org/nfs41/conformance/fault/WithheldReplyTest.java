package org.nfs41.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Replies while stable storage has not stored yet what they may tell of. */
@Timeout(60)
class WithheldReplyTest {
    private static final class Stuck extends StorageFilter {
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean stuck;

        Stuck(StableStorage storage) {
            super(storage);
        }

        synchronized void stop() {
            stuck = true;
        }

        void goOn() {
            List<Runnable> due;
            synchronized (this) {
                stuck = false;
                due = List.copyOf(waiting);
            }
            due.forEach(super::whenStored);
        }

        @Override
        public synchronized boolean isStored() {
            return !stuck && super.isStored();
        }

        @Override
        public void whenStored(Runnable action) {
            synchronized (this) {
                if (stuck) {
                    waiting.add(action);
                    return;
                }
            }
            super.whenStored(action);
        }
    }

    @Test
    void bindingIsToldAtOnceSoThatNoCallComesBeforeIt() throws Exception {
        AtomicReference<Stuck> made = new AtomicReference<>();
        try (EmbeddedServer server =
                        EmbeddedServer.start(
                                ServerHooks.NONE,
                                storage -> {
                                    made.set(new Stuck(storage));
                                    return made.get();
                                });
                NfsClient client = new NfsClient(config(server), "binder")) {
            Stuck storage = Objects.requireNonNull(made.get());
            NfsSession session = client.connect();
            storage.stop();
            Exchange other = session.slot(0).start(client.connection(), false, Ops.putRootFh());
            NfsConnection connection = client.newConnection();
            assertThat(
                            connection
                                    .call(Ops.bind(session.id(), ChannelDirFromClient.BACK_OR_BOTH))
                                    .isOk())
                    .isTrue();
            assertThat(other.replyIfAny()).isNull();
            storage.goOn();
            assertThat(other.await().isOk()).isTrue();
        }
    }

    private static ClientConfig config(EmbeddedServer server) {
        return new ClientConfig(
                server.address(),
                Credential.sys(0, 0),
                ClientConfig.DEFAULT_TIMEOUT,
                Opaque.EMPTY,
                new Transcript());
    }
}
