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
import java.util.concurrent.Future;

/**
 * A Linux NFS client in a container of its own, without privileges: the container boots a User-Mode
 * Linux kernel, the same guest as {@link LinuxClient}'s. It shares this machine's network, so it
 * needs a container engine that runs on this very machine.
 */
final class LinuxContainer implements LinuxMachine {
    /** System property that names an image to run instead of building one. */
    static final String IMAGE_PROPERTY = "nfs41.client.image";

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
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
    static LinuxContainer start(String name) {
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
            image.withFileFromClasspath(file, "linux/" + file);
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
    public String hostLoopback() {
        return GuestNetwork.HOST_LOOPBACK;
    }

    @Override
    public void close() {
        container.close();
    }
}
