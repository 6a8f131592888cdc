package org.nfs41.conformance.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Linux kernel's NFS client in a User-Mode Linux guest of its own. The guest's root is this
 * machine's file system, read-only; /tmp, /run and /mnt are its own and empty. {@link
 * LinuxClientSupport} tells whether this machine can have one. Safe for use by many threads.
 */
final class LinuxClient implements LinuxMachine {
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);

    /** Powering off takes milliseconds; a guest that is stuck need not be waited for. */
    private static final Duration HALT_LIMIT = Duration.ofSeconds(5);

    private final Path folder;
    private final Path control;
    private final GuestNetwork network;
    private final GuestProcess guest;
    private final ControlChannel channel;
    private final AtomicInteger scripts = new AtomicInteger();

    private LinuxClient(Path folder, Path control, GuestNetwork network, GuestProcess guest) {
        this.folder = folder;
        this.control = control;
        this.network = network;
        this.guest = guest;
        this.channel = new ControlChannel(guest.serialOutput(), guest.serialInput());
    }

    /** Boots {@link LinuxKernel#chosen()}. */
    static LinuxClient boot(String name) throws IOException, InterruptedException {
        return boot(name, LinuxKernel.chosen());
    }

    /**
     * Boots a guest and waits until it can run scripts, about two seconds.
     *
     * @param name its host name, from which the kernel makes its client owner: each client of a
     *     server needs its own
     * @throws IOException with the end of its console, if it does not boot
     */
    static LinuxClient boot(String name, LinuxKernel kernel, String... kernelArguments)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("nfs41-linux-" + name + "-");
        Path control = Files.createDirectory(folder.resolve("control"));
        Path init = unpackInit(folder);
        GuestNetwork network = GuestNetwork.start(folder);
        List<String> arguments = new ArrayList<>(List.of(kernelArguments));
        arguments.add(network.kernelArgument());
        arguments.add("guest_address=" + GuestNetwork.GUEST_ADDRESS);
        arguments.add("guest_gateway=" + GuestNetwork.HOST_LOOPBACK);
        arguments.add("guest_control=" + control);
        arguments.add("guest_modules=" + kernel.modules().toRealPath());
        arguments.add("guest_name=" + name);
        GuestProcess guest = GuestProcess.boot(kernel, folder, init, arguments);
        LinuxClient client = new LinuxClient(folder, control, network, guest);
        try {
            client.awaitReady();
            return client;
        } catch (IOException | InterruptedException e) {
            client.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        try {
            channel.ready().get(BOOT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            String what =
                    e instanceof TimeoutException
                            ? "not up after " + BOOT_LIMIT.toSeconds() + " s"
                            : "ended while booting";
            throw new IOException("Linux client: " + what + "\n" + guest.consoleTail(), e);
        }
    }

    private static Path unpackInit(Path folder) throws IOException {
        Path init = folder.resolve("guest-init");
        try (InputStream resource = LinuxClient.class.getResourceAsStream("guest-init")) {
            Files.copy(Objects.requireNonNull(resource, "guest-init"), init);
        }
        if (!init.toFile().setExecutable(true)) {
            throw new IOException(init + " cannot be made executable");
        }
        return init;
    }

    @Override
    public String kernelRelease() {
        return channel.ready().join();
    }

    /** A folder of the host that scripts see as {@code $CONTROL}, for files in and out. */
    Path controlFolder() {
        return control;
    }

    @Override
    public String hostLoopback() {
        return GuestNetwork.HOST_LOOPBACK;
    }

    @Override
    public CompletableFuture<ScriptResult> start(String script) throws IOException {
        return begin(nextId(), script);
    }

    @Override
    public ScriptResult run(String script, Duration timeout)
            throws IOException, InterruptedException {
        String id = nextId();
        try {
            return begin(id, script).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String soFar = result(id, script, -1).describe();
            channel.kill(id);
            throw new ScriptTimeoutException(
                    "not ended after %s: %s%n%s".formatted(timeout, soFar, guest.consoleTail()));
        } catch (ExecutionException e) {
            throw new IOException(
                    "no result of the script\n" + script + "\n" + guest.consoleTail(), e);
        }
    }

    private String nextId() {
        return "script" + scripts.incrementAndGet();
    }

    private CompletableFuture<ScriptResult> begin(String id, String script) throws IOException {
        Files.writeString(control.resolve(id + ".sh"), script + "\n");
        return channel.run(id).thenApply(exitCode -> result(id, script, exitCode));
    }

    private ScriptResult result(String id, String script, int exitCode) {
        return new ScriptResult(script, exitCode, output(id + ".out"), output(id + ".err"));
    }

    private String output(String file) {
        Path path = control.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void partition() throws IOException, InterruptedException {
        network.partition();
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        network.heal();
    }

    @Override
    public void powerCut() throws IOException {
        guest.kill();
        network.close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (guest.isAlive()) {
                channel.close();
            }
        } catch (IOException e) {
            // the guest has ended in between: nothing is left to be told to it
        } finally {
            guest.awaitEnd(HALT_LIMIT);
            network.close();
            delete(folder);
        }
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
