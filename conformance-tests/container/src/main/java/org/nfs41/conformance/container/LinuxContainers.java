package org.nfs41.conformance.container;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.LinuxMachines;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Machines that are containers of an engine on this machine, found as the service {@code docker}. A
 * kernel is named by the image that has it; without one, {@link ContainerOptions#chosen()} says.
 */
public final class LinuxContainers implements LinuxMachines {

    /** For {@link java.util.ServiceLoader}, and for whoever wants no other machines. */
    public LinuxContainers() {}

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Optional<String> obstacle(@Nullable String image) {
        quieten();
        try {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? Optional.empty()
                    : Optional.of(
                            "no container engine answers: install and start one (Debian package"
                                    + " docker.io), or name it by DOCKER_HOST");
        } catch (ContainerFetchException e) {
            // Ryuk, or what Testcontainers looks for the engine's host with
            return Optional.of(
                    "Testcontainers cannot pull an image of its own (%s): set %s=true and %s=127.0.0.1"
                            .formatted(
                                    Causes.innermost(e).getMessage(),
                                    "TESTCONTAINERS_RYUK_DISABLED",
                                    "TESTCONTAINERS_HOST_OVERRIDE"));
        }
    }

    /**
     * Has SLF4J's simple logger leave out what Testcontainers says of failures that are results
     * here. It must be told before Testcontainers is used; who wants to read it sets the same
     * properties.
     */
    private static void quieten() {
        for (String logger : List.of("org.testcontainers", "tc", "com.github.dockerjava")) {
            String property = "org.slf4j.simpleLogger.log." + logger;
            if (System.getProperty(property) == null) {
                System.setProperty(property, "off");
            }
        }
    }

    /**
     * Why no container can be started, after having tried to get the image, which may take minutes.
     */
    static Optional<String> obstacleOfImage() {
        try {
            ClientImage.name(ContainerOptions.chosen());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    @Override
    public LinuxMachine start(String hostName, @Nullable String image) throws IOException {
        quieten();
        ContainerOptions options = ContainerOptions.chosen();
        return LinuxContainer.boot(hostName, image == null ? options : options.withImage(image));
    }
}
