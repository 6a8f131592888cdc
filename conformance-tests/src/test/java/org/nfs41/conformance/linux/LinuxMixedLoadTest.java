package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.cut.Cut;
import org.nfs41.conformance.cut.CutPlan;
import org.nfs41.conformance.cut.CuttingProxy;
import org.nfs41.conformance.cut.Executions;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.ServerState;
import org.nfs41.xdr.CallbackOperation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two Linux kernels work on the same files under delegations while their connections are cut at
 * random bytes, with requests, replies and callbacks on them: nobody sees an error or what was
 * never there, all that was done was done once, and in the end the server holds nothing and runs
 * nothing for them any more.
 *
 * <p>{@code -Dnfs41.mixed.seconds=600} works that long, {@code -Dnfs41.cut.seed=N} cuts at other
 * bytes.
 */
@RequiresLinuxClient
@Order(5)
final class LinuxMixedLoadTest {
    private static final int SECONDS = Integer.getInteger("nfs41.mixed.seconds", 30);
    private static final long SEED = Long.getLong("nfs41.cut.seed", 20_261_123);

    /** A kernel waits for three seconds until it connects again, so there are a few in a minute. */
    private static final int MEAN_BYTES = 60_000;

    private static final int FEWEST_CUTS = SECONDS / 10;
    private static final int FEWEST_RECALLS = SECONDS;

    /** Processes of each kernel that change names in a folder of its own. */
    private static final int PROCESSES = 2;

    /** Seconds after each dozen of changes, so that there are not too many names to compare. */
    private static final String REST = "0.2";

    /** What was in somebody's way is not delegated again for a third of it. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration WORK = Duration.ofSeconds(SECONDS);

    /** For a machine that is busy with much else, and kernels that wait to connect again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Threads without work end after some seconds. */
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);

    private static final ServerState NOTHING = new ServerState(0, 0, 0, 0);
    private static final String OPTIONS = "vers=4.1";

    /** That of all threads that the server starts, and of those that they start. */
    private final ThreadGroup threads = new ThreadGroup("server of the mixed load");

    @Test
    void connectionsAreCutWhileTwoKernelsShareFilesUnderDelegations() throws Exception {
        CountedCalls calls = new CountedCalls();
        Executions requests = new Executions();
        ServerHooks hooks = Hooks.both(calls, requests);
        try (EmbeddedServer server = startInGroup(hooks);
                CuttingProxy proxyOne = proxyBefore(server, SEED);
                CuttingProxy proxyTwo = proxyBefore(server, SEED + 1);
                LinuxClient one = boot("mixed-1");
                LinuxClient two = boot("mixed-2")) {
            Set<Thread> before = threadsOfServer();
            assertThat(before).as("threads of a server without work").isNotEmpty();
            try (NfsMount mount = NfsMount.mount(one, proxyOne.address(), OPTIONS);
                    NfsMount other = mount.alsoOn(two, proxyTwo.address(), OPTIONS)) {
                mount.run(
                        """
                        mkdir common own-1 own-2
                        cd common
                        echo 000000000 >counter
                        >lines-1 >lines-2
                        """);
                proxyOne.startCutting();
                proxyTwo.startCutting();
                List<CompletableFuture<String>> work = new ArrayList<>();
                work.addAll(begin(one, mount, "1"));
                work.addAll(begin(two, other, "2"));
                awaitEndOf(work, one, two);
                proxyOne.stopCutting();
                proxyTwo.stopCutting();
                work.forEach(CompletableFuture::join);

                Map<String, Integer> shared = new TreeMap<>();
                readTally(one, "1", shared);
                readTally(two, "2", shared);
                WorkLog first = WorkLog.read(logs(one, "1"));
                WorkLog second = WorkLog.read(logs(two, "2"));
                int cuts = proxyOne.cutCount() + proxyTwo.cutCount();
                System.out.printf(
                        "Linux %s, %d s, seed %d: %d and %d names, shared files %s, %d cuts,"
                                + " callbacks %s%n",
                        one.kernelRelease(),
                        SECONDS,
                        SEED,
                        first.count(),
                        second.count(),
                        shared,
                        cuts,
                        calls);
                assertThat(cuts).as("cuts").isGreaterThanOrEqualTo(FEWEST_CUTS);
                assertThat(calls.of(CallbackOperation.CB_RECALL))
                        .as("recalls")
                        .isGreaterThanOrEqualTo(FEWEST_RECALLS);

                assertHolds(other, "own-1", first);
                assertHolds(mount, "own-2", second);
                int counted = Integer.parseInt(mount.run("cat common/counter"), 10);
                assertThat(counted).isEqualTo(shared.get("counted")).isPositive();
                assertThat(Integer.parseInt(other.run("cat common/lines-* | wc -l"), 10))
                        .isEqualTo(shared.get("published"))
                        .isPositive();
                assertNoSlotIsStuck(mount, other, requests, calls);
                other.unmount();
                mount.unmount();
            }
            await("nothing is left")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
            await("no thread is left")
                    .atMost(IDLE_LIMIT)
                    .untilAsserted(() -> assertThat(threadsOfServer()).isSubsetOf(before));
        }
    }

    /** A sender takes the lowest free slot, so that one which is stuck leaves a gap. */
    private static void assertNoSlotIsStuck(
            NfsMount mount, NfsMount other, Executions requests, CountedCalls calls)
            throws IOException, InterruptedException {
        requests.forget();
        calls.forgetSlots();
        mount.run("for i in {1..20}; do echo $i >calm-$i; done");
        other.run("for i in {1..20}; do echo $i >>calm-$i; done");
        assertThat(requests.retries()).as("retries when nothing is cut").isEmpty();
        assertThat(requests.slots()).isEqualTo(upTo(requests.slots().last()));
        assertThat(calls.slots()).isEqualTo(upTo(calls.slots().last()));
    }

    private static SortedSet<Integer> upTo(int last) {
        return IntStream.rangeClosed(0, last)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static CuttingProxy proxyBefore(EmbeddedServer server, long seed) throws IOException {
        return CuttingProxy.before(
                server.export(), new CutPlan(seed, List.of(Cut.values()), MEAN_BYTES));
    }

    private static LinuxClient boot(String name) throws IOException, InterruptedException {
        LinuxClient client = LinuxClient.boot(name);
        for (String program : List.of("cut-load", "share-load")) {
            try (InputStream resource = LinuxMixedLoadTest.class.getResourceAsStream(program)) {
                Files.copy(
                        Objects.requireNonNull(resource, program),
                        client.controlFolder().resolve(program));
            }
        }
        return client;
    }

    /** A thread is of the group of the one that starts it; other tests' servers have others. */
    private EmbeddedServer startInGroup(ServerHooks hooks) throws Exception {
        FutureTask<EmbeddedServer> started =
                new FutureTask<>(() -> EmbeddedServer.startEager(LEASE, hooks));
        new Thread(threads, started).start();
        return started.get();
    }

    private Set<Thread> threadsOfServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> threads.equals(thread.getThreadGroup()))
                .collect(Collectors.toSet());
    }

    private static Path logs(LinuxClient client, String name) {
        return client.controlFolder().resolve("own-" + name);
    }

    private static Path stop(LinuxClient client, String name) {
        return client.controlFolder().resolve("own-" + name + ".stop");
    }

    private static List<CompletableFuture<String>> begin(
            LinuxClient client, NfsMount mount, String name) throws IOException {
        Files.createDirectory(logs(client, name));
        Duration limit = WORK.plus(PATIENCE);
        return List.of(
                mount.start(
                        "perl $CONTROL/cut-load own-%1$s %2$d $CONTROL/own-%1$s %3$s"
                                .formatted(name, PROCESSES, REST),
                        limit),
                mount.start(
                        "cd common; perl $CONTROL/share-load %1$s $CONTROL/own-%1$s.stop $CONTROL/shared"
                                .formatted(name),
                        limit));
    }

    /** Lets them work for a while, or until one has failed. */
    private static void awaitEndOf(
            List<CompletableFuture<String>> work, LinuxClient one, LinuxClient two)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + WORK.toNanos();
        while (System.nanoTime() < end && work.stream().noneMatch(CompletableFuture::isDone)) {
            Thread.sleep(Duration.ofMillis(100));
        }
        Files.createFile(stop(one, "1"));
        Files.createFile(stop(two, "2"));
    }

    private static void readTally(LinuxClient client, String name, Map<String, Integer> tally)
            throws IOException {
        List<String> lines = Files.readAllLines(client.controlFolder().resolve("shared"));
        assertThat(lines).as("processes of " + name + " that ended well").hasSize(5);
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            tally.merge(words[0], Integer.parseInt(words[1], 10), Integer::sum);
        }
    }

    private static void assertHolds(NfsMount mount, String folder, WorkLog work)
            throws IOException, InterruptedException {
        String names = mount.run("cd " + folder + "; find . -mindepth 1 -printf '%y %P\\n'");
        assertThat(names.lines()).containsExactlyInAnyOrderElementsOf(work.names());
        String lines = mount.run("cd " + folder + "; grep -r '' *");
        assertThat(lines.lines()).containsExactlyInAnyOrderElementsOf(work.lines());
    }
}
