package org.nfs41.conformance.linux;

import static org.awaitility.Awaitility.await;

import org.nfs41.conformance.scenarios.Effort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a script on a {@link LinuxClient} does again and again until it is told to stop. */
final class EndlessWork {
    private final Path stop;
    private final Path done;
    private final CompletableFuture<String> result;

    /**
     * Begins it in the folder of a mount.
     *
     * @param name of its files in the control folder
     * @param script adds a line to the file $done for each thing it has done, and ends when there
     *     is a file $stop
     */
    EndlessWork(LinuxClient client, NfsMount mount, String name, String script) {
        stop = client.controlFolder().resolve(name + ".stop");
        done = client.controlFolder().resolve(name + ".done");
        String variables = "stop=$CONTROL/%1$s.stop done=$CONTROL/%1$s.done\n".formatted(name);
        result = mount.start(variables + script, Effort.PATIENCE);
    }

    /** The lines it has written by now. */
    List<String> done() {
        try {
            return Files.exists(done) ? Files.readAllLines(done) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until it has done more; one thing that was as good as done does not count.
     *
     * @throws AssertionError if it has failed instead
     */
    void awaitProgress(Duration limit) {
        int before = done().size();
        await("progress of " + done)
                .atMost(limit)
                .until(() -> result.isDone() || done().size() > before + 1);
        throwIfFailed();
    }

    private void throwIfFailed() {
        if (result.isDone()) {
            throw new AssertionError(done + ": it ended before it was told to: " + result.join());
        }
    }

    /**
     * Tells it to stop and waits for its end.
     *
     * @throws AssertionError if it has failed
     */
    void end() throws IOException {
        Files.createFile(stop);
        result.join();
    }
}
