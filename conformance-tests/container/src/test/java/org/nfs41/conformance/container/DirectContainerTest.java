package org.nfs41.conformance.container;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.container.ContainerOptions.Mode;

import java.io.IOException;

/**
 * Containers whose scripts the host's kernel runs, in a network of their own. Nothing is mounted
 * here: the host's kernel need not have NFS.
 */
final class DirectContainerTest extends LinuxContainerPromises {
    private static final ContainerOptions OPTIONS = ContainerOptions.chosen().withMode(Mode.DIRECT);

    @AutoClose private static LinuxContainer client;

    @BeforeAll
    static void start() throws IOException {
        client = LinuxContainer.boot("promises", OPTIONS);
    }

    @Override
    LinuxContainer client() {
        return client;
    }

    @Override
    LinuxContainer another(String name) throws IOException {
        return LinuxContainer.boot(name, OPTIONS);
    }
}
