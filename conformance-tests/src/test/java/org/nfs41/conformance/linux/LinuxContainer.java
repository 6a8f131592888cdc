package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Linux NFS client in a container of its own, without privileges: the container boots a User-Mode
 * Linux kernel, the same guest as {@link LinuxClient}'s. It shares this machine's network, so it
 * needs a container engine that runs on this very machine.
 */
final class LinuxContainer implements LinuxMachine {
    /** System property that names an image to run instead of building one. */
    static final String IMAGE_PROPERTY = "nfs41.client.image";

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern READY = Pattern.compile("@ready (\\S+)");
    private static final int TIMEOUT_EXIT_CODE = 124;
    private static final String TIMEOUT_MARK = "run-script: not ended";

    private static final class Image extends GenericContainer<Image> {
        Image(Future<String> name) {
            super(name);
        }

        Image(DockerImageName name) {
            super(name);
        }
    }

    private final Image container;

    private LinuxContainer(Image container) {
        this.container = container;
    }

    /**
     * Starts a container, and builds its image before if none is named by {@value #IMAGE_PROPERTY}.
     *
     * @param name see {@link LinuxClient#boot(String)}
     */
    static LinuxContainer launch(String name) {
        @Nullable String image = System.getProperty(IMAGE_PROPERTY);
        Image container =
                image == null ? new Image(build()) : new Image(DockerImageName.parse(image));
        // the kernel's memory is an executable mapping, which the usual /dev/shm refuses
        container
                .withNetworkMode("host")
                .withTmpFs(Map.of("/memory", "rw,exec,size=1g"))
                .withEnv("TMPDIR", "/memory")
                .withEnv("GUEST_NAME", name)
                .waitingFor(Wait.forLogMessage(".*@ready .*\\n", 1).withStartupTimeout(BOOT_LIMIT))
                .start();
        return new LinuxContainer(container);
    }

    private static ImageFromDockerfile build() {
        ImageFromDockerfile image = new ImageFromDockerfile("nfs41-linux-client", false);
        for (String file :
                new String[] {"Dockerfile", "guest-init", "container-entry", "run-script"}) {
            image.withFileFromClasspath(file, "org/nfs41/conformance/linux/" + file);
        }
        return image;
    }

    @Override
    public ScriptResult run(String script, Duration timeout)
            throws IOException, InterruptedException {
        ExecResult result =
                container.execInContainer("run-script", Long.toString(timeout.toSeconds()), script);
        ScriptResult scriptResult =
                new ScriptResult(
                        script, result.getExitCode(), result.getStdout(), result.getStderr());
        if (result.getExitCode() == TIMEOUT_EXIT_CODE
                && result.getStderr().strip().endsWith(TIMEOUT_MARK)) {
            throw new ScriptTimeoutException(
                    "not ended after %s: %s%nlog of the container:%n%s"
                            .formatted(timeout, scriptResult.describe(), container.getLogs()));
        }
        return scriptResult;
    }

    @Override
    public CompletableFuture<ScriptResult> start(String script) {
        CompletableFuture<ScriptResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(run(script, LONGEST));
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    @Override
    public String kernelRelease() {
        Matcher ready = READY.matcher(container.getLogs());
        if (!ready.find()) {
            throw new IllegalStateException("not ready: " + container.getLogs());
        }
        return ready.group(1);
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
        ExecResult result = container.execInContainer("pkill", "-" + signal, "slirp4netns");
        if (result.getExitCode() != 0) {
            throw new IOException("cannot signal slirp4netns: " + result.getStderr());
        }
    }

    @Override
    public void powerCut() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public String hostLoopback() {
        return GuestNetwork.HOST_LOOPBACK;
    }

    @Override
    public void close() {
        container.close();
    }
}
