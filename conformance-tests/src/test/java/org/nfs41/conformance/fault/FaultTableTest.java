package org.nfs41.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The suite against servers with one fault each: at least one check has to fail. With {@code
 * -Dnfs41.faults=all} every check is run against every fault, else those that the fault names and a
 * few more by chance.
 */
class FaultTableTest {
    private static final int EXTRA_CHECKS = 5;
    private static final int PARALLEL = 8;

    /** A fault may leave a check without a reply; the server is on this machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final List<CheckInfo> CHECKS = CheckClasses.all();
    private static final Map<String, String> TABLE = new TreeMap<>();

    static List<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void someCheckCatchesTheFault(Fault fault) throws IOException {
        List<String> failed =
                run(fault.hooks(), chosen(fault)).stream()
                        .filter(FaultTableTest::catches)
                        .map(result -> result.info().id())
                        .toList();
        TABLE.put(fault.id(), fault.bug() + " caught by " + String.join(" ", failed));
        assertThat(failed).as(fault.description()).containsAnyElementsOf(fault.caughtBy());
    }

    @Test
    void noCheckFailsWithoutAFault() throws IOException {
        List<CheckResult> results = run(ServerHooks.NONE, CHECKS);
        assertThat(results).hasSameSizeAs(CHECKS);
        assertThat(results)
                .filteredOn(result -> isBad(result.outcome()))
                .extracting(result -> result.info().id() + ": " + result.message())
                .isEmpty();
    }

    @Test
    void everyFaultNamesChecksThatExist() {
        Set<String> ids = new LinkedHashSet<>();
        CHECKS.forEach(check -> ids.add(check.id()));
        for (Fault fault : Faults.all()) {
            assertThat(fault.caughtBy()).as(fault.id()).isNotEmpty();
            assertThat(ids).as(fault.id()).containsAll(fault.caughtBy());
        }
    }

    @AfterAll
    static void printTable() {
        System.out.println("Fault x check:");
        TABLE.forEach((fault, caught) -> System.out.printf("  %-34s %s%n", fault, caught));
    }

    /** A broken rule, be it a warning because the rule is a SHOULD. */
    private static boolean catches(CheckResult result) {
        return result.outcome() == Outcome.FAIL
                || result.outcome() == Outcome.WARN
                        && result.info().check().level() == Level.SHOULD;
    }

    private static boolean isBad(Outcome outcome) {
        return outcome == Outcome.FAIL || outcome == Outcome.ERROR;
    }

    private static List<CheckResult> run(ServerHooks hooks, List<CheckInfo> checks)
            throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(hooks)) {
            CheckEnvironment environment = new CheckEnvironment(server.address(), 0, 0, TIMEOUT);
            return new CheckRunner(environment, KnownFailures.NONE, PARALLEL)
                    .run(checks, result -> {});
        }
    }

    private static List<CheckInfo> chosen(Fault fault) {
        if ("all".equals(System.getProperty("nfs41.faults"))) {
            return CHECKS;
        }
        List<CheckInfo> others = new ArrayList<>(CHECKS);
        others.removeIf(check -> fault.caughtBy().contains(check.id()));
        others.removeIf(check -> List.of(check.check().needs()).contains(Need.LEASE));
        Collections.shuffle(others, new Random());
        List<CheckInfo> chosen = new ArrayList<>();
        CHECKS.stream().filter(check -> fault.caughtBy().contains(check.id())).forEach(chosen::add);
        chosen.addAll(others.subList(0, Math.min(EXTRA_CHECKS, others.size())));
        return chosen;
    }
}
