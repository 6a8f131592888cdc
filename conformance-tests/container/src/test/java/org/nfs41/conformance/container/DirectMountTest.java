package org.nfs41.conformance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.UserModeLinux;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import java.time.Duration;
import java.util.Optional;

/**
 * The container's scripts on a kernel that can mount: real mounts in direct mode. The kernel is
 * that of a User-Mode Linux guest, since this machine's need not have NFS; the same with an engine
 * is {@code servers/docker-guest}.
 */
final class DirectMountTest {
    private static final long CAPACITY_BYTES = 64L << 20;

    /** So long that no client that has vanished is gone before the end. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    @AutoClose private static Nfs41Server server;
    @AutoClose private static LinuxMachine machine;

    /** Ends with its machine. */
    private static ScriptedContainer client;

    @BeforeAll
    static void boot() throws Exception {
        Optional<String> obstacle = new UserModeLinux().obstacle(null);
        if (obstacle.isPresent()) {
            if ("1".equals(System.getenv("NFS41_REQUIRE_LINUX_CLIENT"))) {
                throw new ExtensionConfigurationException(obstacle.get());
            }
            System.out.println("SKIPPED DirectMountTest: " + obstacle.get());
            abort(obstacle.get());
        }
        server =
                Nfs41Server.start(
                        ServerConfig.builder()
                                .export(
                                        "/export",
                                        new MemoryFileSystem(
                                                MemoryOptions.ofCapacity(CAPACITY_BYTES)))
                                .lease(LEASE)
                                .build());
        machine = new UserModeLinux().start("engines-machine", null);
        ScriptedContainer.install(machine);
        client = ScriptedContainer.start(machine, "first", "");
    }

    @Test
    void mountsBecauseNothingKeepsItFrom() throws Exception {
        assertThat(client.log()).isEqualTo("@ready " + machine.kernelRelease() + "\n");
        mount(client);
        String output =
                client.run(
                                60,
                                """
                                cd /mnt/nfs && echo text >file && cat file && uname -n
                                grep -c ' /mnt/nfs nfs4 .*,vers=4.1,.*,hard,' /proc/mounts
                                cd / && umount /mnt/nfs
                                """)
                        .expectSuccess()
                        .stdout();
        assertThat(output).isEqualTo("text\nfirst\n1\n");
    }

    @Test
    void twoAreTwoClientsAndOneThatIsCutOffDoesNotHoldUpTheOther() throws Exception {
        int before = server.state().clientIds();
        ScriptedContainer second = ScriptedContainer.start(machine, "second", "");
        mount(client);
        mount(second);
        assertThat(server.state().clientIds()).isEqualTo(before + 2);

        client.execute("pkill -STOP -x slirp4netns").expectSuccess();
        assertThat(client.run(1, "echo 1 >/mnt/nfs/one").exitCode()).isEqualTo(124);
        assertThat(second.run(60, "echo 2 >/mnt/nfs/two; ls /mnt/nfs/one").stdout()).isEmpty();

        client.execute("pkill -CONT -x slirp4netns").expectSuccess();
        String healed = "echo 1 >/mnt/nfs/one && cat /mnt/nfs/one /mnt/nfs/two; umount /mnt/nfs";
        assertThat(client.run(60, healed).stdout()).isEqualTo("1\n2\n");
        assertThat(second.stop()).isTrue();
    }

    @Test
    void endsWithItsMountAndWithWhateverUsesThat() throws Exception {
        ScriptedContainer ending = ScriptedContainer.start(machine, "ending", "");
        mount(ending);
        ending.run(
                60,
                """
                cd /mnt/nfs
                (exec 3>unwritten && head -c 1M /dev/zero >&3 && sleep 4715) &
                until [ -s unwritten ]; do sleep 0.05; done
                """);
        assertThat(ending.stop()).isTrue();
        assertThat(machine.run("pgrep -f 'sleep 471[5]'").exitCode()).isEqualTo(1);
        assertThat(machine.run("cat /proc/[0-9]*/mounts | grep -c ' nfs4'").stdout())
                .isEqualTo("0\n");
    }

    @Test
    void saysWhatKeepsItFromMounting() throws Exception {
        ScriptedContainer bounded =
                ScriptedContainer.start(machine, "bounded", "--bounding-set=-sys_admin");
        assertThat(bounded.log())
                .startsWith("boots a kernel of its own: it may not mount: unshare: ")
                .contains("docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN");
        assertThat(bounded.stop()).isTrue();
    }

    private static void mount(ScriptedContainer container) throws Exception {
        container
                .run(
                        60,
                        "mount -t nfs4 -o vers=4.1,port=%d %s:/export /mnt/nfs"
                                .formatted(server.port(), machine.hostLoopback()))
                .expectSuccess();
    }
}
