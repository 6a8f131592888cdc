package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.client.CheckFailure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What scenarios expect; each throws {@link CheckFailure} when it is otherwise. */
final class Expect {
    private Expect() {}

    static void equal(String what, Object expected, Object actual) {
        that(expected.equals(actual), what, String.valueOf(expected), actual);
    }

    /** Compares the lines of an output with these. */
    static void lines(String what, String output, String... expected) {
        lines(what, output, List.of(expected));
    }

    static void lines(String what, String output, List<String> expected) {
        List<String> actual = output.lines().toList();
        if (actual.equals(expected)) {
            return;
        }
        int at = 0;
        while (at < Math.min(actual.size(), expected.size())
                && actual.get(at).equals(expected.get(at))) {
            at++;
        }
        throw new CheckFailure(
                "%s, line %d of %d".formatted(what, at + 1, expected.size()),
                at < expected.size() ? "'" + expected.get(at) + "'" : "no more",
                at < actual.size() ? "'" + actual.get(at) + "'" : "no more");
    }

    static void that(boolean holds, String what, String expected, Object actual) {
        if (!holds) {
            throw new CheckFailure(what, expected, String.valueOf(actual));
        }
    }

    /** Waits for what a machine does. */
    static <T> T within(Duration limit, String what, CompletableFuture<T> work)
            throws IOException, InterruptedException {
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CheckFailure(what, "an end within " + limit.toSeconds() + " s", "none");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CheckFailure failure) {
                throw failure;
            }
            throw new IOException(what + ": " + e.getCause(), e);
        }
    }

    /** Holds for work that still waits. */
    static void notDone(String what, CompletableFuture<?> work) {
        that(!work.isDone(), what, "to wait", "done");
    }
}
