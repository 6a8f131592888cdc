package org.nfs41.conformance.check;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A command of the user that restarts the server: run by the shell with the verb as its last
 * argument. Exit code 0 means that it is done.
 */
public final class CommandControl implements ServerControl {
    /** How long to say whether the server runs may take. */
    public static final Duration STATUS_LIMIT = Duration.ofSeconds(10);

    /** How long it may take to end the server and start it: a slow machine boots a guest in it. */
    public static final Duration RESTART_LIMIT = Duration.ofMinutes(2);

    /** The shell's exit codes for a command that cannot be run and one that is not there. */
    private static final int CANNOT_RUN = 126;

    private static final int NOT_FOUND = 127;

    /** Of the output the end is shown: that is where it says what went wrong. */
    private static final int SHOWN_BYTES = 2048;

    private final String command;
    private final Duration statusLimit;
    private final Duration restartLimit;

    /** A command with its arguments, as the shell reads them. */
    public CommandControl(String command) {
        this(command, STATUS_LIMIT, RESTART_LIMIT);
    }

    CommandControl(String command, Duration statusLimit, Duration restartLimit) {
        this.command = command;
        this.statusLimit = statusLimit;
        this.restartLimit = restartLimit;
    }

    @Override
    public String run(Verb verb) {
        String word = verb.name().toLowerCase(Locale.ROOT);
        Duration limit = verb == Verb.STATUS ? statusLimit : restartLimit;
        try {
            // A file, as the server may have inherited the output and would keep a pipe open.
            Path output = Files.createTempFile("nfs41-check-control", ".out");
            try {
                return run(word, limit, output.toFile());
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new ControlException("'" + command + " " + word + "' cannot be run: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("'" + command + " " + word + "' was interrupted");
        }
    }

    private String run(String word, Duration limit, File output)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("/bin/sh", "-c", command + " \"$@\"", "nfs41-check", word)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        boolean done = false;
        try {
            done = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!done) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        String said = end(output);
        String what = "'" + command + " " + word + "'";
        if (!done) {
            throw new ControlException(
                    what + " was not done within " + limit.toMillis() + " ms" + after(said));
        }
        int code = process.exitValue();
        if (code == CANNOT_RUN || code == NOT_FOUND) {
            throw new ControlException.NoCommand(what + " cannot be run" + after(said));
        }
        if (code != 0) {
            throw new ControlException(what + " failed with exit code " + code + after(said));
        }
        return said;
    }

    private static String after(String said) {
        return said.isEmpty() ? ", and said nothing" : ": " + said;
    }

    private static String end(File output) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(output, "r")) {
            long from = Math.max(0, file.length() - SHOWN_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public String toString() {
        return command;
    }
}
