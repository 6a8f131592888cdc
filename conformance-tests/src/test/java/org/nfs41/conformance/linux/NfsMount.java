package org.nfs41.conformance.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/**
 * An NFS file system mounted on a Linux machine, and a new folder in it for one scenario to work
 * in. Programs start slowly in a guest, so what can be one script is one script.
 */
final class NfsMount implements AutoCloseable {
    /** Where it is mounted; one at a time on a machine. */
    static final String POINT = "/mnt/nfs";

    private final LinuxMachine client;
    private final String mountCommand;
    private final String folder = POINT + "/scenario-" + UUID.randomUUID();

    private NfsMount(LinuxMachine client, String mountCommand) {
        this.client = client;
        this.mountCommand = mountCommand;
    }

    /**
     * Mounts and makes the folder, in which everybody may write.
     *
     * @param options of the mount, for instance {@code vers=4.1}; the port is added
     * @throws AssertionError if that fails
     */
    static NfsMount mount(LinuxMachine client, NfsExport export, String options)
            throws IOException, InterruptedException {
        String command =
                "mount -t nfs4 -o %s,port=%d %s:%s %s"
                        .formatted(
                                options,
                                export.port(),
                                export.hostSeenFrom(client),
                                export.path(),
                                POINT);
        NfsMount mount = new NfsMount(client, command);
        client.run(command + " && mkdir -m 777 " + mount.folder).expectSuccess();
        return mount;
    }

    /**
     * Runs a script in the folder; it must succeed, with each of its commands.
     *
     * @return its standard output without white space at its ends
     */
    String run(String script) throws IOException, InterruptedException {
        return run(script, LinuxMachine.USUAL_TIMEOUT);
    }

    /** As {@link #run(String)} for a script that may take another time than usual. */
    String run(String script, Duration timeout) throws IOException, InterruptedException {
        return run("", script, timeout);
    }

    /**
     * As {@link #run} after unmounting and mounting again, so that nothing of the client's cache is
     * left and all comes from the server.
     */
    String runRemounted(String script) throws IOException, InterruptedException {
        String remount = "umount " + POINT + "\n" + mountCommand + "\n";
        return run(remount, script, LinuxMachine.USUAL_TIMEOUT);
    }

    private String run(String before, String script, Duration timeout)
            throws IOException, InterruptedException {
        String whole = "set -eu\n" + before + "cd " + folder + "\n" + script;
        return client.run(whole, timeout).expectSuccess().stdout().strip();
    }

    /**
     * Removes the folder and unmounts, which also returns all state to the server.
     *
     * @throws AssertionError if that fails
     */
    void unmount() throws IOException, InterruptedException {
        client.run("rm -r " + folder + " && umount " + POINT).expectSuccess();
    }

    /**
     * Removes the folder and unmounts if that is not done yet; if something still uses the mount,
     * it goes when that ends. Failures are ignored, so as not to hide the scenario's own.
     */
    @Override
    public void close() throws IOException {
        try {
            client.run(
                    """
                    while read -r _ point _; do
                        [ "$point" != %1$s ] || mounted=1
                    done </proc/mounts
                    [ -z "${mounted:-}" ] || { rm -rf %2$s; umount %1$s || umount -l %1$s; }
                    """
                            .formatted(POINT, folder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
