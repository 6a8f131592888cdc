package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.cut.Cut;
import org.nfs41.conformance.cut.CutPlan;
import org.nfs41.conformance.cut.CuttingProxy;
import org.nfs41.conformance.cut.Executions;
import org.nfs41.conformance.cut.Executions.Retry;
import org.nfs41.server.ServerState;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A Linux kernel's connections are cut at random bytes while processes create, rename, remove and
 * append: nobody sees an error, and all that was done was done once.
 *
 * <p>{@code -Dnfs41.cut.seconds=60} works that long under each kind of cuts, {@code
 * -Dnfs41.cut.seed=N} cuts at other bytes.
 */
@RequiresLinuxClient
@Order(6)
final class LinuxCutTest {
    private static final int SECONDS = Integer.getInteger("nfs41.cut.seconds", 1);
    private static final long SEED = Long.getLong("nfs41.cut.seed", 20_250_301);

    private static final int PROCESSES = 8;

    /** About fifty requests. */
    private static final int MEAN_BYTES = 15_000;

    /** With fewer nothing would have been tested, so work goes on until there are so many. */
    private static final int FEWEST_CUTS = 5 + SECONDS / 4;

    private static final int FEWEST_REPLAYS = 3 + SECONDS / 4;

    /** For a machine that is busy with much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A kernel waits for three seconds until it connects again, and longer each time. */
    private static final Duration LAST_RECONNECT = Duration.ofSeconds(60);

    /** How long to work afterwards without cuts. */
    private static final Duration CALM = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);
    private static final ServerState NOTHING = new ServerState(0, 0, 0, 0);

    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        client = LinuxClient.boot("cut-test");
        Path program = client.controlFolder().resolve("cut-load");
        try (InputStream resource = LinuxCutTest.class.getResourceAsStream("cut-load")) {
            Files.copy(Objects.requireNonNull(resource, "cut-load"), program);
        }
    }

    @Test
    void connectionIsClosed() throws Exception {
        workUnderCuts("closed", List.of(Cut.CLOSE), "vers=4.1");
    }

    @Test
    void connectionIsReset() throws Exception {
        workUnderCuts(
                "reset", List.of(Cut.RESET_SERVER, Cut.RESET_CLIENT, Cut.RESET_BOTH), "vers=4.1");
    }

    @Test
    void repliesAreLost() throws Exception {
        workUnderCuts("lost", List.of(Cut.SWALLOW_REPLIES), "vers=4.1");
    }

    @Test
    void fourConnectionsAreCutInAllWays() throws Exception {
        workUnderCuts("four", List.of(Cut.values()), "vers=4.1,nconnect=4");
    }

    private static void workUnderCuts(String name, List<Cut> kinds, String options)
            throws Exception {
        Executions executions = new Executions();
        try (EmbeddedServer server = EmbeddedServer.start(executions);
                CuttingProxy proxy = proxyBefore(server, kinds)) {
            ServerAddress address = proxy.address();
            try (NfsMount mount = NfsMount.mount(client, address, options)) {
                proxy.startCutting();
                WorkLog cut =
                        work(
                                mount,
                                executions,
                                name + "-cut",
                                Duration.ofSeconds(SECONDS),
                                () ->
                                        proxy.cutCount() >= FEWEST_CUTS
                                                && executions.retries(Retry.REPLAYED)
                                                        >= FEWEST_REPLAYS);
                proxy.stopCutting();
                System.out.printf(
                        "Linux %s, %s, seed %d: %d things done %s, cuts %s, retries %s%n",
                        client.kernelRelease(),
                        options,
                        SEED,
                        cut.count(),
                        cut.done(),
                        proxy.cuts(),
                        executions.retries());
                assertThat(proxy.cutCount()).as("cuts").isGreaterThanOrEqualTo(FEWEST_CUTS);
                assertThat(executions.retries(Retry.REPLAYED))
                        .as("replies from a slot's cache")
                        .isGreaterThanOrEqualTo(FEWEST_REPLAYS);

                WorkLog calm = work(mount, executions, name + "-calm", CALM, () -> true);
                assertThat(executions.retries()).as("retries when nothing is cut").isEmpty();
                // a kernel takes the lowest free slot, so one that is stuck leaves a gap
                assertThat(executions.slots())
                        .as("slots in use when nothing is cut")
                        .containsExactlyElementsOf(upTo(executions.slots().last()));

                assertHolds(mount, name + "-cut", cut);
                assertHolds(mount, name + "-calm", calm);
                mount.unmount();
            }
            await("nothing is left")
                    .atMost(WAIT_LIMIT)
                    .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
        }
    }

    private static CuttingProxy proxyBefore(EmbeddedServer server, List<Cut> kinds)
            throws IOException {
        return CuttingProxy.before(server.export(), new CutPlan(SEED, kinds, MEAN_BYTES));
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(0, last).boxed().toList();
    }

    /**
     * Works in a new folder for the time given and until it is enough; no process may fail, and the
     * server carries out what they did.
     */
    private static WorkLog work(
            NfsMount mount,
            Executions executions,
            String folder,
            Duration time,
            BooleanSupplier enough)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectory(client.controlFolder().resolve(folder));
        mount.run("mkdir " + folder);
        executions.forget();
        Path stop = client.controlFolder().resolve(folder + ".stop");
        Thread stopper = Thread.ofVirtual().start(() -> stop(stop, time, enough));
        try {
            mount.run(
                    "perl $CONTROL/cut-load %1$s %2$d $CONTROL/%1$s".formatted(folder, PROCESSES),
                    time.plus(PATIENCE).plus(LAST_RECONNECT));
        } finally {
            stopper.interrupt();
            stopper.join();
        }
        WorkLog work = WorkLog.read(logs);
        assertThat(executions.effects()).as("carried out").isEqualTo(work.effects());
        assertThat(executions.refusals()).as("refused").isEmpty();
        return work;
    }

    private static void stop(Path file, Duration time, BooleanSupplier enough) {
        try {
            Thread.sleep(time);
            long most = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.getAsBoolean() && System.nanoTime() < most) {
                Thread.sleep(POLL);
            }
            Files.createFile(file);
        } catch (InterruptedException e) {
            // The processes have ended by themselves: one has failed.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares every name and every line, as the server has them. */
    private static void assertHolds(NfsMount mount, String folder, WorkLog work)
            throws IOException, InterruptedException {
        String names =
                mount.runRemounted("cd " + folder + "; find . -mindepth 1 -printf '%y %P\\n'");
        assertThat(names.lines()).containsExactlyInAnyOrderElementsOf(work.names());
        String lines = mount.run("cd " + folder + "; grep -r '' *");
        assertThat(lines.lines()).containsExactlyInAnyOrderElementsOf(work.lines());
    }
}
