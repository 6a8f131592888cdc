package org.nfs41.conformance.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;

import org.nfs41.conformance.container.ContainerOptions.Mode;
import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.ScriptResult;
import org.nfs41.conformance.linux.ScriptTimeoutException;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Linux NFS client in a container of its own. It shares this machine's network, as far as its
 * packets go by {@link #hostLoopback}, and so needs a container engine on this very machine. Safe
 * for use by many threads.
 */
public final class LinuxContainer implements LinuxMachine {
    /** As the image's entry has it, whoever mounts. */
    private static final String HOST_LOOPBACK = "198.51.100.2";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** For scripts that nobody waits for. */
    private static final Duration LONGEST_SCRIPT = Duration.ofHours(1);

    /** What is asked to end does so in milliseconds, and gives a mount that is stuck seconds. */
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private static final int TIMEOUT_EXIT_CODE = 124;
    private static final String TIMEOUT_MARK = "run-script: not ended";

    private static final class Client extends GenericContainer<Client> {
        Client(String image) {
            super(DockerImageName.parse(image));
        }
    }

    private final Client container;
    private final Mode mode;
    private final String kernelRelease;

    /** Whether it has been told to end. */
    private volatile boolean ending;

    private LinuxContainer(Client container, Mode mode, String kernelRelease) {
        this.container = container;
        this.mode = mode;
        this.kernelRelease = kernelRelease;
    }

    /** Starts one with {@link ContainerOptions#chosen()}. */
    public static LinuxContainer boot(String name) throws IOException {
        return boot(name, ContainerOptions.chosen());
    }

    /**
     * Starts a container and waits until it can run scripts, about two seconds, and builds its
     * image before if the options name none.
     *
     * @param name host name of the client, from which the kernel makes its client owner: each
     *     client of a server needs its own
     * @throws IOException with the container's log, if it does not come up
     */
    public static LinuxContainer boot(String name, ContainerOptions options) throws IOException {
        ReadyOrEnded ready = new ReadyOrEnded();
        Client container = describe(name, options);
        container.waitingFor(ready.withStartupTimeout(START_LIMIT));
        try {
            container.start();
            return new LinuxContainer(container, options.mode(), ready.kernelRelease());
        } catch (RuntimeException e) {
            container.stop();
            throw new IOException(Causes.innermost(e).getMessage(), e);
        }
    }

    private static Client describe(String name, ContainerOptions options) throws IOException {
        Client container =
                new Client(ClientImage.name(options))
                        .withNetworkMode("host")
                        // a kernel's memory is an executable mapping of a file
                        .withTmpFs(Map.of("/memory", "rw,exec,size=1g"))
                        .withEnv("CLIENT_NAME", name)
                        .withEnv("CLIENT_MODE", options.mode().word())
                        .withEnv("KERNEL_ARGUMENTS", String.join(" ", options.kernelArguments()));
        if (options.mode() == Mode.DIRECT) {
            container.withCreateContainerCmdModifier(command ->
                    Objects.requireNonNull(command.getHostConfig())
                            .withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN)
                            .withDevices(Device.parse("/dev/net/tun"))
                            .withSecurityOpts(List.of("apparmor=unconfined")));
        }
        return container;
    }

    @Override
    public ScriptResult run(String script, Duration timeout)
            throws IOException, InterruptedException {
        ScriptResult result = execute(script, "run-script", "-t", seconds(timeout), script);
        if (result.exitCode() == TIMEOUT_EXIT_CODE
                && result.stderr().strip().endsWith(TIMEOUT_MARK)) {
            throw new ScriptTimeoutException(
                    "not ended after %s: %s%nlog of the container:%n%s"
                            .formatted(timeout, result.describe(), container.getLogs()));
        }
        return result;
    }

    private static String seconds(Duration timeout) {
        return "%d.%03d".formatted(timeout.toSeconds(), timeout.toMillisPart());
    }

    /** Runs a command of the container, as whose script the result is given. */
    private ScriptResult execute(String script, String... command)
            throws IOException, InterruptedException {
        ExecResult result;
        try {
            result = container.execInContainer(StandardCharsets.ISO_8859_1, command);
        } catch (RuntimeException e) {
            throw new IOException("no result of the script\n" + script, e);
        }
        // ended with the container, the command has an exit code, but nobody knows of what
        if (result.getExitCode() != 0 && (ending || !container.isRunning())) {
            throw new IOException("the container has ended before the script\n" + script);
        }
        return new ScriptResult(
                script, result.getExitCode(), result.getStdout(), result.getStderr());
    }

    /** As the interface says, but a script that has not ended in an hour is killed. */
    @Override
    public CompletableFuture<ScriptResult> start(String script) {
        CompletableFuture<ScriptResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(run(script, LONGEST_SCRIPT));
                    } catch (IOException | InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    @Override
    public String hostLoopback() {
        return HOST_LOOPBACK;
    }

    @Override
    public String kernelRelease() {
        return kernelRelease;
    }

    @Override
    public void partition() throws IOException, InterruptedException {
        signalNetwork("STOP");
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        signalNetwork("CONT");
    }

    private void signalNetwork(String signal) throws IOException, InterruptedException {
        execute("pkill", "pkill", "-" + signal, "-x", "slirp4netns").expectSuccess();
    }

    @Override
    public void powerCut() throws IOException {
        ending = true;
        if (!container.isRunning()) {
            return;
        }
        // mounts of the host's kernel outlive a container that is killed, so it has to see to them
        String signal = mode == Mode.DIRECT ? "TERM" : "KILL";
        DockerClient engine = container.getDockerClient();
        String id = container.getContainerId();
        try (WaitContainerResultCallback end = new WaitContainerResultCallback()) {
            engine.waitContainerCmd(id).exec(end);
            engine.killContainerCmd(id).withSignal(signal).exec();
            end.awaitStatusCode(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (DockerException | DockerClientException e) {
            throw new IOException("container " + id + " does not end", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            powerCut();
        } finally {
            container.stop();
        }
    }
}
