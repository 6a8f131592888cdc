package org.nfs41.conformance.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes of one User-Mode Linux guest, which powers off at the end of its serial input. */
final class GuestProcess {
    /** Plenty for a client whose page cache is written back at once by fsync. */
    private static final String MEMORY = "512M";

    /** A panic alone takes 50. */
    private static final int LOG_TAIL_LINES = 80;

    private final ProcessGroup processes;
    private final Path console;

    private GuestProcess(ProcessGroup processes, Path console) {
        this.processes = processes;
        this.console = console;
    }

    /**
     * Boots a guest; returns at once.
     *
     * @param folder for its console's log and the kernel's own files
     * @param init the host path of its first process
     * @param arguments further arguments for the kernel
     */
    static GuestProcess boot(LinuxKernel kernel, Path folder, Path init, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(kernel.program().toString());
        command.add("mem=" + MEMORY);
        command.addAll(List.of("rootfstype=hostfs", "rootflags=/", "ro", "init=" + init));
        command.addAll(List.of("con=null", "con0=null,fd:2", "ssl=null", "ssl0=fd:0,fd:1"));
        command.addAll(List.of("quiet", "seccomp=auto"));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(kernel.environment());
        environment.put("HOME", folder.toString()); // the kernel writes ~/.uml
        Path console = folder.resolve("console.log");
        return new GuestProcess(ProcessGroup.start(command, environment, console), console);
    }

    /** What the host writes arrives on the guest's first serial line. */
    OutputStream serialInput() {
        return processes.standardInput();
    }

    /** What the guest writes on its first serial line. */
    InputStream serialOutput() {
        return processes.standardOutput();
    }

    boolean isAlive() {
        return processes.isAlive();
    }

    /** The end of what the kernel and the first process wrote on the console. */
    String consoleTail() {
        try {
            List<String> lines = Files.readAllLines(console, StandardCharsets.ISO_8859_1);
            int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
            return "console of the guest (%s):%n%s"
                    .formatted(console, String.join("\n", lines.subList(from, lines.size())));
        } catch (IOException e) {
            return "console of the guest: " + e;
        }
    }

    /** Waits for the guest to power off by itself, and kills it if it does not. */
    void awaitEnd(Duration limit) throws IOException {
        try {
            processes.awaitEnd(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            processes.kill();
        }
    }

    /** Kills all processes of the guest at once, as a power cut would. */
    void kill() throws IOException {
        processes.kill();
    }
}
