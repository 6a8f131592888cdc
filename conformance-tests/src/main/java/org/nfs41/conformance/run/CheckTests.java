package org.nfs41.conformance.run;

import org.junit.jupiter.api.DynamicTest;
import org.nfs41.conformance.client.Evidence;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

import java.util.Collection;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows results as JUnit tests, for who runs checks or scenarios in a build of their own. */
public final class CheckTests {
    private CheckTests() {}

    /**
     * One test for each result. It fails for FAIL, XPASS and ERROR, and is aborted for UNSUPPORTED
     * and SKIPPED.
     */
    public static Stream<DynamicTest> of(Collection<CheckResult> results) {
        return of(results, result -> false);
    }

    /** The same with further results that fail, such as what a server is known to support. */
    public static Stream<DynamicTest> of(
            Collection<CheckResult> results, Predicate<CheckResult> fails) {
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(name(result), () -> judge(result, fails)));
    }

    private static String name(CheckResult result) {
        return result.info().id() + " " + result.info().check().rule();
    }

    private static void judge(CheckResult result, Predicate<CheckResult> fails) {
        boolean failed = result.outcome().isUnexpectedFailure() || fails.test(result);
        switch (result.outcome()) {
            case FAIL, XPASS, ERROR -> throw failure(result);
            case UNSUPPORTED, SKIPPED -> {
                if (failed) {
                    throw failure(result);
                }
                throw new TestAbortedException(result.outcome() + ": " + result.message());
            }
            case PASS, WARN, XFAIL -> {
                if (failed) {
                    throw failure(result);
                }
            }
        }
    }

    private static AssertionFailedError failure(CheckResult result) {
        return new AssertionFailedError(
                result.evidence().stream()
                        .map(Evidence::describe)
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        result.outcome() + ": " + result.message() + "\n\n",
                                        "\n")));
    }
}
