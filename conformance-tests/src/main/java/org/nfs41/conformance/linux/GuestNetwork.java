package org.nfs41.conformance.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The network of one guest: slirp4netns on a Unix socket, which turns the guest's packets into
 * connections of this machine and needs no privileges.
 */
final class GuestNetwork implements AutoCloseable {
    /** Where the guest sees this machine's 127.0.0.1; also its way out. */
    static final String HOST_LOOPBACK = "198.51.100.2";

    static final String GUEST_ADDRESS = "198.51.100.100/24";

    /** The largest that slirp4netns passes; small packets cost most of the throughput. */
    static final int MTU = 65_520;

    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final ProcessGroup processes;
    private final Path socket;

    private GuestNetwork(ProcessGroup processes, Path socket) {
        this.processes = processes;
        this.socket = socket;
    }

    /**
     * Starts a network whose socket and log are in {@code folder}.
     *
     * @throws IOException with the log, if it does not come up
     */
    static GuestNetwork start(Path folder) throws IOException, InterruptedException {
        Path socket = folder.resolve("network");
        Path log = folder.resolve("network.log");
        List<String> command =
                List.of(
                        "slirp4netns",
                        "--target-type=bess",
                        "--cidr=198.51.100.0/24",
                        "--mtu=" + MTU,
                        socket.toString());
        GuestNetwork network = new GuestNetwork(ProcessGroup.start(command, log), socket);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(socket)) {
            boolean ended = network.processes.awaitEnd(Duration.ofMillis(10));
            if (ended || System.nanoTime() > deadline) {
                network.close();
                throw new IOException(
                        "slirp4netns did not start:\n"
                                + Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        return network;
    }

    /** The kernel's argument that makes this the guest's device vec0. */
    String kernelArgument() {
        return "vec0:transport=bess,dst=" + socket + ",depth=128,gro=1,mtu=" + MTU;
    }

    /** From now on packets neither come nor go; connections stay as they are. */
    void partition() throws IOException, InterruptedException {
        processes.signal("STOP");
    }

    /** Ends a partition. */
    void heal() throws IOException, InterruptedException {
        processes.signal("CONT");
    }

    @Override
    public void close() throws IOException {
        processes.kill();
    }
}
