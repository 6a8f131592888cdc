package org.nfs41.conformance.linux;

import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * An NFS file system mounted on a Linux machine, and a new folder in it for one scenario to work
 * in. Programs start slowly in a guest, so what can be one script is one script.
 */
public final class NfsMount implements AutoCloseable {
    /** Where it is mounted; one at a time on a machine. */
    public static final String POINT = "/mnt/nfs";

    /** A scenario may leave a hundred thousand files. */
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(30);

    private final LinuxMachine client;
    private final String mountCommand;
    private final String folder;

    /** What removes the folder, nothing for whom it is somebody else's. */
    private final String removal;

    private NfsMount(LinuxMachine client, String mountCommand, String folder, String removal) {
        this.client = client;
        this.mountCommand = mountCommand;
        this.folder = folder;
        this.removal = removal;
    }

    /**
     * Mounts and makes the folder, in which everybody may write.
     *
     * @param options of the mount, for instance {@code vers=4.1}; the port is added
     * @throws CheckFailure if that fails
     */
    public static NfsMount mount(LinuxMachine client, ServerAddress export, String options)
            throws IOException, InterruptedException {
        String command = mountCommand(client, export, options);
        String folder = POINT + "/scenario-" + UUID.randomUUID();
        NfsMount mount = new NfsMount(client, command, folder, "rm -r " + folder);
        client.run(command + " && mkdir -m 777 " + folder).expectSuccess();
        return mount;
    }

    /** Path of the folder on the machine. */
    public String folder() {
        return folder;
    }

    /**
     * Mounts the same on another machine and works there in the same folder, which this mount keeps
     * and removes.
     */
    public NfsMount alsoOn(LinuxMachine other, ServerAddress export, String options)
            throws IOException, InterruptedException {
        String command = mountCommand(other, export, options);
        NfsMount mount = new NfsMount(other, command, folder, ":");
        other.run(command + " && cd " + folder).expectSuccess();
        return mount;
    }

    private static String mountCommand(LinuxMachine client, ServerAddress export, String options)
            throws IOException {
        return "mount -t nfs4 -o %s,port=%d %s:%s %s"
                .formatted(
                        options,
                        export.port(),
                        client.addressOf(export.host()),
                        export.export(),
                        POINT);
    }

    /**
     * Runs a script in the folder; it must succeed, with each of its commands.
     *
     * @return its standard output without white space at its ends
     */
    public String run(String script) throws IOException, InterruptedException {
        return run(script, LinuxMachine.USUAL_TIMEOUT);
    }

    /** As {@link #run(String)} for a script that may take another time than usual. */
    public String run(String script, Duration timeout) throws IOException, InterruptedException {
        return run("", script, timeout);
    }

    /**
     * As {@link #run} after unmounting and mounting again, so that nothing of the client's cache is
     * left and all comes from the server.
     */
    public String runRemounted(String script) throws IOException, InterruptedException {
        return runRemounted(script, LinuxMachine.USUAL_TIMEOUT);
    }

    /** As {@link #runRemounted(String)} for a script that may take another time than usual. */
    public String runRemounted(String script, Duration timeout)
            throws IOException, InterruptedException {
        return run("umount " + POINT + "\n" + mountCommand + "\n", script, timeout);
    }

    /** As {@link #run(String, Duration)}, but does not wait: several scripts may run at once. */
    public CompletableFuture<String> start(String script, Duration timeout) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(run(script, timeout));
                    } catch (IOException | InterruptedException | CheckFailure e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    private String run(String before, String script, Duration timeout)
            throws IOException, InterruptedException {
        String whole = "set -eu\n" + before + "cd " + folder + "\n" + script;
        return client.run(whole, timeout).expectSuccess().stdout().strip();
    }

    /**
     * Removes the folder and unmounts, which also returns all state to the server.
     *
     * @throws CheckFailure if that fails
     */
    public void unmount() throws IOException, InterruptedException {
        client.run(removal + " && umount " + POINT, REMOVAL_LIMIT).expectSuccess();
    }

    /**
     * Removes the folder and unmounts if that is not done yet; if something still uses the mount,
     * it goes when that ends. Failures are ignored, so as not to hide the scenario's own.
     */
    @Override
    public void close() {
        try {
            client.run(
                    """
                    while read -r _ point _; do
                        [ "$point" != %1$s ] || mounted=1
                    done </proc/mounts
                    [ -z "${mounted:-}" ] || { %2$s 2>&-; umount %1$s || umount -l %1$s; }
                    """
                            .formatted(POINT, removal));
        } catch (IOException e) {
            // a machine that is gone has nothing mounted
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
