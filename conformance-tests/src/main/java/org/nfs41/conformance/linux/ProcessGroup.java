package org.nfs41.conformance.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a session and process group of its own, because killing its first process alone can
 * leave others behind. The group never outlives this JVM, however that ends: beside it sits a shell
 * that reads from a pipe of the JVM and kills the group when the pipe is closed. (A User-Mode Linux
 * kernel whose serial line or network has gone may spin instead of powering off.)
 */
final class ProcessGroup {
    private static final String GUARD = "read -r _; kill -s KILL -- -$0";

    private final Process leader;
    private final Process guard;

    private ProcessGroup(Process leader, Process guard) {
        this.leader = leader;
        this.guard = guard;
    }

    /**
     * Starts a program with pipes between this JVM and its standard input and output.
     *
     * @param environment added to this JVM's, for the program alone
     * @param errors file to which its standard error is appended
     */
    static ProcessGroup start(List<String> command, Map<String, String> environment, Path errors)
            throws IOException {
        return start(command, environment, Redirect.PIPE, Redirect.appendTo(errors.toFile()));
    }

    /**
     * Starts a program that reads nothing and whose output is not for this JVM.
     *
     * @param output file to which its output and errors are appended
     */
    static ProcessGroup start(List<String> command, Path output) throws IOException {
        Redirect log = Redirect.appendTo(output.toFile());
        return start(command, Map.of(), log, log);
    }

    private static ProcessGroup start(
            List<String> command, Map<String, String> environment, Redirect output, Redirect errors)
            throws IOException {
        // set by env, since a program's library path may be none for setsid
        List<String> whole = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> whole.add(name + "=" + value));
        whole.addAll(command);
        Process leader = inNewSession(whole).redirectOutput(output).redirectError(errors).start();
        List<String> guard = List.of("sh", "-c", GUARD, Long.toString(leader.pid()));
        try {
            return new ProcessGroup(
                    leader,
                    inNewSession(guard)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            leader.destroyForcibly();
            throw e;
        }
    }

    private static ProcessBuilder inNewSession(List<String> command) {
        List<String> whole = new ArrayList<>(command);
        // it becomes the program without a fork, so the first process has the group's id
        whole.addFirst("setsid");
        return new ProcessBuilder(whole);
    }

    OutputStream standardInput() {
        return leader.getOutputStream();
    }

    InputStream standardOutput() {
        return leader.getInputStream();
    }

    /** Whether its first process has not ended. */
    boolean isAlive() {
        return leader.isAlive();
    }

    /** Waits for the first process to end, and returns whether it did in time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return leader.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends a signal to all processes of the group.
     *
     * @param signal its name without SIG
     */
    void signal(String signal) throws IOException, InterruptedException {
        // the shell's own kill: the program of this name is not installed everywhere
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- -" + leader.pid())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /**
     * Kills all processes of the group, if there are any left, and returns when they have ended.
     */
    void kill() throws IOException {
        // the end of its input is what the guard waits for
        guard.getOutputStream().close();
        boolean interrupted = Thread.interrupted();
        while (guard.isAlive() || leader.isAlive()) {
            try {
                guard.waitFor();
                leader.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
