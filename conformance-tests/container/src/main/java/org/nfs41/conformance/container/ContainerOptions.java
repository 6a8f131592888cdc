package org.nfs41.conformance.container;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * How a {@link LinuxContainer} is to be. Each method returns options that differ in one thing.
 *
 * @param image the image's name; null to have it built by the engine, which has to reach a registry
 * @param suite of which Debian suite it is built, such as {@code trixie} (Linux 6.12) or {@code
 *     forky} (Linux 7, which asks for delegations of directories); says nothing of a named image
 * @param mode who mounts
 * @param kernelArguments further arguments for the kernel of {@link Mode#GUEST}, such as {@code
 *     nfsv4.directory_delegations=0}
 */
public record ContainerOptions(
        @Nullable String image, String suite, Mode mode, List<String> kernelArguments) {

    /** System property that names an image; it goes before the variable. */
    public static final String IMAGE_PROPERTY = "nfs41.client.image";

    /** Variable of the environment that names an image. */
    public static final String IMAGE_VARIABLE = "NFS41_CLIENT_IMAGE";

    /** Variable of the environment that names the Debian suite to build an image of. */
    public static final String SUITE_VARIABLE = "NFS41_CLIENT_SUITE";

    /** Variable of the environment that is {@code guest} or {@code direct}. */
    public static final String MODE_VARIABLE = "NFS41_CLIENT_MODE";

    private static final String USUAL_SUITE = "trixie";

    /** Whose kernel mounts. */
    public enum Mode {
        /** A User-Mode Linux kernel that the container boots; without privileges. */
        GUEST,

        /**
         * The host's, which must have NFS. The container gets CAP_SYS_ADMIN, CAP_NET_ADMIN and
         * /dev/net/tun for that, and no AppArmor profile.
         */
        DIRECT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks nothing but what an engine could misunderstand. */
    public ContainerOptions {
        if (!suite.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("not a Debian suite: " + suite);
        }
        kernelArguments = List.copyOf(kernelArguments);
    }

    /**
     * What system property and environment say; without them an image of {@code trixie} that is
     * built, and a kernel of the container's own.
     *
     * @throws IllegalArgumentException if {@value #MODE_VARIABLE} is another word
     */
    public static ContainerOptions chosen() {
        @Nullable String image = System.getProperty(IMAGE_PROPERTY);
        String mode = environment(MODE_VARIABLE, Mode.GUEST.word());
        return new ContainerOptions(
                image != null && !image.isBlank() ? image : System.getenv(IMAGE_VARIABLE),
                environment(SUITE_VARIABLE, USUAL_SUITE),
                Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                List.of());
    }

    private static String environment(String variable, String usual) {
        @Nullable String value = System.getenv(variable);
        return value == null || value.isBlank() ? usual : value;
    }

    /** With an image that is there or can be pulled. */
    public ContainerOptions withImage(String name) {
        return new ContainerOptions(name, suite, mode, kernelArguments);
    }

    /** With an image that is built of a Debian suite, unless one is named. */
    public ContainerOptions withSuite(String name) {
        return new ContainerOptions(image, name, mode, kernelArguments);
    }

    /** With another kernel to mount. */
    public ContainerOptions withMode(Mode other) {
        return new ContainerOptions(image, suite, other, kernelArguments);
    }

    /** With these arguments for a guest's kernel instead of others. */
    public ContainerOptions withKernelArguments(String... arguments) {
        return new ContainerOptions(image, suite, mode, List.of(arguments));
    }
}
