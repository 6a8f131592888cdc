package org.nfs41.conformance.check;

import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.ScriptResult;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A machine whose scripts and accidents are noted. */
final class NotedMachine implements LinuxMachine {
    private static final int LINES_NOTED = 30;

    private final LinuxMachine machine;
    private final String name;
    private final Transcript transcript;

    NotedMachine(LinuxMachine machine, int number, Transcript transcript) {
        this.machine = machine;
        this.name = "machine " + number;
        this.transcript = transcript;
    }

    @Override
    public ScriptResult run(String script, Duration timeout)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            ScriptResult result = machine.run(script, timeout);
            note(script, "exit code " + result.exitCode(), start, result);
            return result;
        } catch (IOException e) {
            note(script, "no result", start, null);
            throw e;
        }
    }

    @Override
    public CompletableFuture<ScriptResult> start(String script) throws IOException {
        long start = System.nanoTime();
        transcript.note(name + " starts\n" + shortened(script));
        return machine.start(script)
                .whenComplete((result, thrown) -> {
                    if (result != null) {
                        note(script, "exit code " + result.exitCode(), start, result);
                    }
                });
    }

    private void note(
            String script,
            String outcome,
            long start,
            @org.jspecify.annotations.Nullable ScriptResult result) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        StringBuilder text = new StringBuilder();
        text.append(name).append(" (").append(outcome).append(", ").append(millis).append(" ms)\n");
        text.append(shortened(script));
        if (result != null) {
            text.append(shortened(result.stdout())).append(shortened(result.stderr()));
        }
        transcript.note(text.toString());
    }

    /** The first lines, each with a margin. */
    private static String shortened(String text) {
        StringBuilder lines = new StringBuilder();
        text.strip()
                .lines()
                .limit(LINES_NOTED)
                .forEach(line -> lines.append("  ").append(line).append('\n'));
        return lines.toString();
    }

    @Override
    public String hostLoopback() {
        return machine.hostLoopback();
    }

    @Override
    public String kernelRelease() {
        return machine.kernelRelease();
    }

    @Override
    public void partition() throws IOException, InterruptedException {
        transcript.note(name + " is cut off");
        machine.partition();
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        transcript.note(name + " is connected again");
        machine.heal();
    }

    @Override
    public void powerCut() throws IOException {
        transcript.note(name + ": power cut");
        machine.powerCut();
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
