package org.nfs41.conformance.run;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.nfs41.conformance.check.CheckDetail;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.Unsupported;
import org.nfs41.conformance.client.CheckFailure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Turns what JUnit reports into {@link CheckResult}s. */
final class ResultListener implements TestExecutionListener {
    private final Map<String, CheckInfo> byMethod = new HashMap<>();
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final CheckEnvironment environment;
    private final Consumer<CheckResult> sink;

    ResultListener(
            List<CheckInfo> checks, CheckEnvironment environment, Consumer<CheckResult> sink) {
        this.environment = environment;
        this.sink = sink;
        for (CheckInfo check : checks) {
            String type = check.method().getDeclaringClass().getName();
            byMethod.put(type + "#" + check.method().getName(), check);
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        CheckInfo check = check(test);
        if (check != null) {
            report(test, check, Outcome.SKIPPED, reason);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        CheckInfo check = check(test);
        if (check == null) {
            return;
        }
        Throwable thrown = result.getThrowable().orElse(null);
        Outcome outcome =
                switch (result.getStatus()) {
                    case SUCCESSFUL -> Outcome.PASS;
                    case ABORTED ->
                            thrown instanceof Unsupported ? Outcome.UNSUPPORTED : Outcome.SKIPPED;
                    case FAILED -> thrown instanceof CheckFailure ? Outcome.FAIL : Outcome.ERROR;
                };
        report(test, check, outcome, message(thrown));
    }

    private static String message(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        String text = String.valueOf(thrown.getMessage());
        if (thrown instanceof CheckFailure || thrown instanceof IllegalStateException) {
            return text;
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        boolean ours = thrown.getClass().getName().startsWith("org.nfs41");
        return ours ? text : thrown.getClass().getSimpleName() + ": " + text + where;
    }

    private void report(TestIdentifier test, CheckInfo check, Outcome outcome, String message) {
        CheckDetail found = environment.detail(test.getUniqueId());
        CheckDetail detail = found == null ? CheckDetail.NONE : found;
        boolean warned = outcome == Outcome.PASS && !detail.warnings().isEmpty();
        long start = started.getOrDefault(test.getUniqueId(), System.nanoTime());
        sink.accept(
                new CheckResult(
                        check,
                        warned ? Outcome.WARN : outcome,
                        warned ? String.join("\n", detail.warnings()) : message,
                        "",
                        detail.evidence(),
                        detail.dropped(),
                        detail.seen(),
                        Duration.ofNanos(System.nanoTime() - start)));
    }

    private @Nullable CheckInfo check(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> source.getClassName() + "#" + source.getMethodName())
                .map(byMethod::get)
                .orElse(null);
    }
}
