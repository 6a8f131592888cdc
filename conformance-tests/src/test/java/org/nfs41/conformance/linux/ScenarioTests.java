package org.nfs41.conformance.linux;

import org.junit.jupiter.api.DynamicTest;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.CheckRunner;
import org.nfs41.conformance.run.CheckTests;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.conformance.run.Outcome;
import org.nfs41.conformance.run.Selector;

import java.util.List;
import java.util.stream.Stream;

/** Scenarios on a server of our own as tests, which also declines nothing and warns of nothing. */
final class ScenarioTests {
    private static final int PARALLEL = 2;

    private ScenarioTests() {}

    /** Those that some of {@code chosen} match (all, when there are none), and none of others. */
    static List<CheckInfo> select(List<String> chosen, List<String> excluded) {
        return Selector.select(
                CheckClasses.scenarios(),
                chosen.stream().map(Selector::parse).toList(),
                excluded.stream().map(Selector::parse).toList());
    }

    /** Runs them now; the tests tell of it. */
    static Stream<DynamicTest> run(ServerAddress server, List<CheckInfo> scenarios) {
        CheckEnvironment environment =
                new CheckEnvironment(server, 0, 0, ClientConfig.DEFAULT_TIMEOUT)
                        .with(SharedMachines.POOL);
        List<CheckResult> results =
                new CheckRunner(environment, KnownFailures.NONE, PARALLEL)
                        .run(scenarios, ScenarioTests::tell);
        return CheckTests.of(results, ScenarioTests::fails);
    }

    /** Build tools name such tests by number and say neither how long they took nor why not. */
    private static void tell(CheckResult result) {
        String message = result.message().isEmpty() ? "" : ": " + result.message();
        System.out.printf(
                "%s %s, %d s%s%n",
                result.outcome(), result.info().id(), result.took().toSeconds(), message);
    }

    private static boolean fails(CheckResult result) {
        boolean programsMissing =
                result.outcome() == Outcome.SKIPPED
                        && result.message().startsWith(Machines.MISSING_PROGRAMS);
        return result.outcome() == Outcome.UNSUPPORTED
                || result.outcome() == Outcome.WARN
                || (programsMissing && LinuxClientSupport.isRequired());
    }
}
