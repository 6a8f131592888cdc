package org.nfs41.conformance.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The host's end of the guest's serial line: commands go out, and the guest's answers complete
 * futures. The lines are described in the guest's init script. Safe for use by many threads.
 */
final class ControlChannel implements AutoCloseable {
    private final OutputStream toGuest;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Integer>> running = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /** Reads {@code fromGuest} on a thread of its own until its end. */
    ControlChannel(InputStream fromGuest, OutputStream toGuest) {
        this.toGuest = toGuest;
        Thread.ofVirtual().name("guest-control").start(() -> readAnswers(fromGuest));
    }

    /** Completes with the kernel's release, exceptionally if the guest ends before. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /**
     * Has the guest run a script of the control folder.
     *
     * @return completes with the exit code, or exceptionally if the guest ends before
     */
    CompletableFuture<Integer> run(String id) throws IOException {
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        running.put(id, exitCode);
        if (gone) {
            exitCode.completeExceptionally(guestEnded());
        } else {
            send("run " + id);
        }
        return exitCode;
    }

    /** Has the guest kill a script with all its processes. */
    void kill(String id) throws IOException {
        send("kill " + id);
    }

    /** Asks the guest to power off, by word and by the end of file. */
    @Override
    public void close() throws IOException {
        try {
            send("halt");
        } finally {
            toGuest.close();
        }
    }

    private synchronized void send(String line) throws IOException {
        toGuest.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        toGuest.flush();
    }

    private void readAnswers(InputStream fromGuest) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(fromGuest, StandardCharsets.ISO_8859_1))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                accept(line.strip());
            }
        } catch (IOException e) {
            // the guest is gone, which is what the rest of this method is for
        }
        gone = true;
        ready.completeExceptionally(guestEnded());
        running.values().forEach(exitCode -> exitCode.completeExceptionally(guestEnded()));
    }

    private void accept(String line) {
        String[] words = line.split(" ", -1);
        // other lines are the kernel's own, from before its console was up
        if (words.length == 2 && words[0].equals("@ready")) {
            ready.complete(words[1]);
        } else if (words.length == 3 && words[0].equals("@done")) {
            CompletableFuture<Integer> exitCode = running.remove(words[1]);
            if (exitCode != null) {
                exitCode.complete(Integer.valueOf(words[2]));
            }
        }
    }

    private static IOException guestEnded() {
        return new IOException("the guest has ended");
    }
}
