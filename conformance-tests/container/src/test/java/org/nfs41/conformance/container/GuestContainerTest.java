package org.nfs41.conformance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.container.ContainerOptions.Mode;

import java.io.IOException;

/** Containers that boot a kernel of their own. */
final class GuestContainerTest extends LinuxContainerPromises {
    private static final ContainerOptions OPTIONS = ContainerOptions.chosen().withMode(Mode.GUEST);

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

    @Test
    void kernelHasTheNfsClient() throws Exception {
        assertThat(client.run("grep -w nfs4 /proc/filesystems").exitCode()).isZero();
    }

    @Test
    void bootThatFailsShowsTheConsole() {
        assertThatThrownBy(() ->
                        LinuxContainer.boot(
                                "broken", OPTIONS.withKernelArguments("init=/nowhere/init")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("ended while starting", "/nowhere/init", "panic");
    }

    @Test
    void imageThatThereIsNotIsMissedAtOnce() {
        assertThatThrownBy(() ->
                        LinuxContainer.boot(
                                "none", OPTIONS.withImage("localhost:1/no-such-image:at-all")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no image localhost:1/no-such-image:at-all");
    }
}
