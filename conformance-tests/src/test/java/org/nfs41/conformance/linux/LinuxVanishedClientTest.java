package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Linux kernel's power is cut while it holds locks that another waits for. */
@RequiresLinuxClient
final class LinuxVanishedClientTest {
    /** A kernel renews its lease after two thirds of it. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Duration SOONEST_END = LEASE.dividedBy(4);

    /** A kernel asks for a lock that is held after 1 s, 2 s, 4 s and so on. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @AutoClose private EmbeddedServer server;
    @AutoClose private LinuxClient holder;
    @AutoClose private LinuxClient waiter;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start(LEASE);
        holder = LinuxClient.boot("vanished-1");
        waiter = LinuxClient.boot("vanished-2");
    }

    @Test
    void waiterGetsTheLockOnceTheLeaseHasExpired() throws Exception {
        try (NfsMount mount = NfsMount.mount(waiter, server.export(), "vers=4.1")) {
            mount.alsoOn(holder, server.export(), "vers=4.1");
            String file = mount.folder() + "/file";
            Locker locker = Locker.start(holder, file);
            assertThat(locker.tell("flock write")).isEqualTo("done");
            assertThat(locker.tell("append held")).isEqualTo("done");
            CompletableFuture<ScriptResult> waiting =
                    waiter.start("flock %s cat %1$s".formatted(file));

            holder.powerCut();
            // its connection is gone, but that ends no lease
            Thread.sleep(SOONEST_END);
            assertThat(waiting).as("waits for a lock that is held").isNotDone();

            ScriptResult got = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(got.expectSuccess().stdout().strip()).isEqualTo("held");
            mount.unmount();
        }
    }
}
