package org.nfs41.conformance.check;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.MachinePool;
import org.nfs41.conformance.linux.NfsMount;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Linux machines of one check, which nobody else uses meanwhile. What they run is part of the
 * evidence. On none of them is anything mounted at first; a check unmounts what it has mounted.
 */
public final class Machines {
    /** How the reason of a check begins that is skipped for want of programs. */
    public static final String MISSING_PROGRAMS = "not on the Linux machine: ";

    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final ServerAddress server;
    private final Transcript transcript;
    private final List<LinuxMachine> machines = new ArrayList<>();
    private boolean failed;

    Machines(ServerAddress server, Transcript transcript, MachinePool pool, int count)
            throws IOException, InterruptedException {
        this.server = server;
        this.transcript = transcript;
        for (LinuxMachine machine : pool.take(count)) {
            machines.add(new NotedMachine(machine, machines.size() + 1, transcript));
        }
        transcript.note(count + " of Linux " + one().kernelRelease());
    }

    /** The first. */
    public LinuxMachine one() {
        return machines.getFirst();
    }

    /** The second, with {@link Need#TWO_MACHINES}. */
    public LinuxMachine two() {
        return machines.get(1);
    }

    /** Mounts the server's export on the first, with version 4.1. */
    public NfsMount mount() throws IOException, InterruptedException {
        return mount("vers=4.1");
    }

    /** Mounts the server's export on the first. */
    public NfsMount mount(String options) throws IOException, InterruptedException {
        return NfsMount.mount(one(), server, options);
    }

    /** Mounts the same on the second, with version 4.1, and works there in the same folder. */
    public NfsMount sameOnTwo(NfsMount mount) throws IOException, InterruptedException {
        return sameOnTwo(mount, "vers=4.1");
    }

    /** Mounts the same on the second and works there in the same folder. */
    public NfsMount sameOnTwo(NfsMount mount, String options)
            throws IOException, InterruptedException {
        return mount.alsoOn(two(), server, options);
    }

    /** Ends the check if the machines lack a program. */
    public void requirePrograms(String... programs) throws IOException, InterruptedException {
        String names = String.join(" ", programs);
        String script =
                "for name in " + names + "; do type -P $name >/dev/null || echo $name; done";
        for (LinuxMachine machine : machines) {
            String missing = machine.run(script, LOOK_LIMIT).expectSuccess().stdout().strip();
            if (!missing.isEmpty()) {
                throw new Skipped(MISSING_PROGRAMS + missing.replace("\n", ", "));
            }
        }
    }

    /** Ends the check if the kernel is older than this. */
    public void requireKernel(int major, int minor, String why) {
        Matcher release = RELEASE.matcher(one().kernelRelease());
        if (!release.matches()) {
            throw new IllegalStateException("no release of Linux: " + one().kernelRelease());
        }
        int there = Integer.parseInt(release.group(1));
        if (there < major || (there == major && Integer.parseInt(release.group(2)) < minor)) {
            throw new Skipped(
                    "needs Linux %d.%d (--linux-kernel), %s; this is %s"
                            .formatted(major, minor, why, one().kernelRelease()));
        }
    }

    /** Notes what kernels say of a check that has failed; nobody uses these machines again. */
    void failed() {
        failed = true;
        for (int i = 0; i < machines.size(); i++) {
            try {
                String log = machines.get(i).run("dmesg | tail -n 8", LOOK_LIMIT).stdout().strip();
                transcript.note("kernel's log on machine " + (i + 1) + ":\n" + log);
            } catch (IOException e) {
                transcript.note("machine " + (i + 1) + " does not run scripts any more");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives them back. */
    void close() throws IOException {
        for (LinuxMachine machine : machines) {
            if (failed) {
                // whatever still runs there would be in others' way
                machine.powerCut();
            }
            machine.close();
        }
    }
}
