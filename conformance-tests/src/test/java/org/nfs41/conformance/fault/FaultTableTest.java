package org.nfs41.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.CheckRunner;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.conformance.run.Outcome;
import org.nfs41.server.ServerHooks;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The suite against servers with one fault each: every check that the fault names has to fail. With
 * {@code -Dnfs41.faults=all} all other checks are run as well, and the table shows which of them
 * fail.
 */
@Order(1)
class FaultTableTest {
    private static final boolean ALL_CHECKS = "all".equals(System.getProperty("nfs41.faults"));
    private static final int PARALLEL = 8;

    /** A fault may leave a check without a reply; the server is on this machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final List<CheckInfo> CHECKS = CheckClasses.all();
    private static final List<Fault> FAULTS = Faults.all();
    private static final Map<String, String> TABLE = new TreeMap<>();

    /** Runs that have work for a processor most of the time. */
    private static final int BUSY_AT_ONCE = ALL_CHECKS ? 1 : 4;

    private static final Map<Fault, Future<List<CheckResult>>> RUNS = new LinkedHashMap<>();

    /** For runs that mostly wait for leases: all of them are under way together. */
    private static final ExecutorService WAITING = Executors.newVirtualThreadPerTaskExecutor();

    private static final ExecutorService BUSY = Executors.newFixedThreadPool(BUSY_AT_ONCE);

    @BeforeAll
    static void startRuns() {
        for (Fault fault : faults()) {
            boolean waits = !ALL_CHECKS && chosen(fault).stream().anyMatch(FaultTableTest::waits);
            RUNS.put(
                    fault,
                    (waits ? WAITING : BUSY).submit(() -> run(fault.hooks(), chosen(fault))));
        }
    }

    static List<Fault> faults() {
        return FAULTS;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itsChecksCatchTheFault(Fault fault) throws Exception {
        List<CheckResult> results = Objects.requireNonNull(RUNS.get(fault), fault.id()).get();
        if (!ALL_CHECKS && results.stream().anyMatch(FaultTableTest::wasNotMade)) {
            results.stream()
                    .filter(FaultTableTest::wasNotMade)
                    .forEach(result ->
                            System.out.printf(
                                    "AGAIN %s with %s, as it was %s: %s%n",
                                    result.info().id(),
                                    fault.id(),
                                    result.outcome(),
                                    result.message()));
            results = run(fault.hooks(), chosen(fault));
        }
        List<String> failed =
                results.stream()
                        .filter(FaultTableTest::catches)
                        .map(result -> result.info().id())
                        .toList();
        TABLE.put(fault.id(), "%-6s %s".formatted(fault.bug(), String.join(" ", failed)));
        assertThat(failed).as(fault.description()).containsAll(fault.caughtBy());
    }

    @Test
    void noCheckFailsWithoutAFault() {
        Set<String> named = new LinkedHashSet<>();
        Faults.all().forEach(fault -> named.addAll(fault.caughtBy()));
        List<CheckResult> results = FaultlessRun.results();
        assertThat(results).hasSameSizeAs(CHECKS);
        assertThat(results)
                .filteredOn(result ->
                        isBad(result.outcome())
                                || (named.contains(result.info().id()) && catches(result)))
                .extracting(result -> result.info().id() + ": " + result.message())
                .isEmpty();
    }

    @Test
    void everyFaultNamesChecksThatExist() {
        Set<String> ids = new LinkedHashSet<>();
        CHECKS.forEach(check -> ids.add(check.id()));
        assertThat(Faults.all()).extracting(Fault::id).doesNotHaveDuplicates();
        for (Fault fault : Faults.all()) {
            assertThat(fault.caughtBy()).as(fault.id()).isNotEmpty();
            assertThat(ids).as(fault.id()).containsAll(fault.caughtBy());
        }
    }

    @AfterAll
    static void printTable() {
        WAITING.shutdownNow();
        BUSY.shutdownNow();
        System.out.println("Fault, the bug it imitates, the checks that fail:");
        TABLE.forEach((fault, caught) -> System.out.printf("  %-38s %s%n", fault, caught));
    }

    /** A broken rule, be it a warning because the rule is a SHOULD. */
    private static boolean catches(CheckResult result) {
        return result.outcome() == Outcome.FAIL
                || (result.outcome() == Outcome.WARN
                        && result.info().check().level() == Level.SHOULD);
    }

    /** On a machine that is busy with much else, a lease may have lapsed before its time. */
    private static boolean wasNotMade(CheckResult result) {
        return switch (result.outcome()) {
            case UNSUPPORTED, SKIPPED, ERROR -> true;
            default -> false;
        };
    }

    private static boolean isBad(Outcome outcome) {
        return outcome == Outcome.FAIL || outcome == Outcome.ERROR;
    }

    private static List<CheckResult> run(ServerHooks hooks, List<CheckInfo> checks)
            throws IOException {
        try (EmbeddedServer server = StorageHooks.start(hooks)) {
            CheckEnvironment environment =
                    new CheckEnvironment(
                            server.address(),
                            0,
                            0,
                            TIMEOUT,
                            server.control(),
                            EmbeddedServer.OTHER_EXPORTS);
            return new CheckRunner(environment, KnownFailures.NONE, PARALLEL)
                    .run(checks, result -> {});
        }
    }

    private static boolean waits(CheckInfo check) {
        List<Need> needs = List.of(check.check().needs());
        return needs.contains(Need.LEASE) || needs.contains(Need.RESTART);
    }

    private static List<CheckInfo> chosen(Fault fault) {
        return ALL_CHECKS
                ? CHECKS
                : CHECKS.stream().filter(check -> fault.caughtBy().contains(check.id())).toList();
    }
}
