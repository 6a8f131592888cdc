package org.nfs41.conformance.container;

import com.github.dockerjava.api.DockerClient;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The image that containers are made of. Safe for use by many threads. */
final class ClientImage {
    private static final String NAME = "nfs41-linux-client";
    private static final String FOLDER = "org/nfs41/conformance/linux/";
    private static final List<String> FILES =
            List.of("Dockerfile", "guest-init", "container-entry", "run-script");

    /** Built in this JVM, by suite. */
    private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

    private ClientImage() {}

    /**
     * The name of the image that the options mean. It is built first if they name none, which takes
     * a minute or two once; after that the engine remembers.
     *
     * @throws IOException if it cannot be built, or one that is named is neither here nor can be
     *     pulled
     */
    static String name(ContainerOptions options) throws IOException {
        if (options.image() != null) {
            fetch(options.image());
            return options.image();
        }
        try {
            return BUILT.computeIfAbsent(options.suite(), ClientImage::build);
        } catch (RuntimeException e) {
            throw new IOException(
                    ("cannot build the image of the Linux client of debian:%s-slim: %s (without a"
                                    + " registry, servers/client-image makes one, which is named by"
                                    + " -D%s or %s)")
                            .formatted(
                                    options.suite(),
                                    Causes.innermost(e).getMessage(),
                                    ContainerOptions.IMAGE_PROPERTY,
                                    ContainerOptions.IMAGE_VARIABLE),
                    e);
        }
    }

    /** Pulls an image that is not here; Testcontainers would try for two minutes, three times. */
    private static void fetch(String image) throws IOException {
        DockerClient engine = DockerClientFactory.lazyClient();
        try {
            if (engine.listImagesCmd().withReferenceFilter(image).exec().isEmpty()) {
                DockerImageName name = DockerImageName.parse(image);
                engine.pullImageCmd(name.getUnversionedPart())
                        .withTag(name.getVersionPart())
                        .start()
                        .awaitCompletion();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the image " + image + " is pulled", e);
        } catch (RuntimeException e) {
            throw new IOException(
                    "no image %s: %s".formatted(image, Causes.innermost(e).getMessage()), e);
        }
    }

    private static String build(String suite) {
        // packages are fetched as this machine would, also by an engine without a network of its
        // own
        ImageFromDockerfile image =
                new ImageFromDockerfile(NAME + ":" + suite, false)
                        .withBuildArg("BASE", "debian:" + suite + "-slim")
                        .withBuildImageCmdModifier(command -> command.withNetworkMode("host"));
        for (String file : FILES) {
            image = image.withFileFromClasspath(file, FOLDER + file);
        }
        return image.get();
    }
}
