package org.nfs41.conformance.run;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.CheckEnvironments;
import org.nfs41.conformance.check.Need;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs checks on the JUnit Platform, several at a time, and turns what comes of it into results.
 * Those that put a load on the server, and then those that restart it, come last, each alone, as
 * others would suffer from it.
 */
public final class CheckRunner {
    private final CheckEnvironment environment;
    private final KnownFailures known;
    private final int parallel;

    /**
     * Takes what a run needs.
     *
     * @param parallel how many checks run at a time, at least 1
     */
    public CheckRunner(CheckEnvironment environment, KnownFailures known, int parallel) {
        this.environment = environment;
        this.known = known;
        this.parallel = parallel;
    }

    /**
     * Runs these checks.
     *
     * @param onResult sees each result as it comes, from any thread, one at a time
     * @return all results in the order of their ids
     */
    public List<CheckResult> run(List<CheckInfo> checks, Consumer<CheckResult> onResult) {
        List<CheckResult> results = new ArrayList<>();
        ResultListener listener =
                new ResultListener(
                        checks,
                        environment,
                        result -> {
                            CheckResult judged = known.apply(result);
                            synchronized (results) {
                                results.add(judged);
                                onResult.accept(judged);
                            }
                        });
        LauncherConfig config =
                LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .build();
        try (LauncherSession session = LauncherFactory.openSession(config)) {
            CheckEnvironments.put(session.getStore(), environment);
            Launcher launcher = session.getLauncher();
            List<CheckInfo> restarts = with(Need.RESTART, checks);
            List<CheckInfo> loads = with(Need.LOAD, checks);
            List<CheckInfo> together = new ArrayList<>(checks);
            together.removeAll(restarts);
            together.removeAll(loads);
            loads.removeAll(restarts);
            launcher.execute(request(together, parallel), listener);
            launcher.execute(request(loads, 1), listener);
            launcher.execute(request(restarts, 1), listener);
        }
        synchronized (results) {
            results.sort(Comparator.comparing(result -> result.info().id()));
            return List.copyOf(results);
        }
    }

    private static List<CheckInfo> with(Need need, List<CheckInfo> checks) {
        List<CheckInfo> found = new ArrayList<>(checks);
        found.removeIf(check -> !List.of(check.check().needs()).contains(need));
        return found;
    }

    private static LauncherDiscoveryRequest request(List<CheckInfo> checks, int parallel) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        checks.forEach(check ->
                selectors.add(selectMethod(check.method().getDeclaringClass(), check.method())));
        String count = String.valueOf(parallel);
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .enableImplicitConfigurationParameters(false)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.executor-service",
                        "WORKER_THREAD_POOL")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", count)
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.max-pool-size", count)
                .build();
    }
}
