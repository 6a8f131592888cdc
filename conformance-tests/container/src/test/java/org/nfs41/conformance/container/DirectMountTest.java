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

import java.util.Optional;

/**
 * The container's scripts on a kernel that can mount: real mounts in direct mode. The kernel is
 * that of a User-Mode Linux guest, since this machine's need not have NFS; the same with an engine
 * is {@code servers/docker-guest}.
 */
final class DirectMountTest {
    private static final long CAPACITY_BYTES = 64L << 20;

    @AutoClose private static Nfs41Server server;
    @AutoClose private static LinuxMachine machine;

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
                                .build());
        machine = new UserModeLinux().start("engines-machine", null);
        ScriptedContainer.install(machine);
    }

    @Test
    void mountsBecauseNothingKeepsItFrom() throws Exception {
        ScriptedContainer client = ScriptedContainer.start(machine, "plain", "");
        assertThat(client.log()).isEqualTo("@ready " + machine.kernelRelease() + "\n");
        mount(client);
        assertThat(
                        client.run(60, "cd /mnt/nfs && echo text >file && cat file && uname -n")
                                .stdout())
                .isEqualTo("text\nplain\n");
        assertThat(client.run(60, "grep ' /mnt/nfs ' /proc/mounts").stdout())
                .contains("nfs4", "vers=4.1", "hard");
        assertThat(client.run(60, "umount /mnt/nfs").exitCode()).isZero();
        assertThat(client.stop()).isTrue();
    }

    @Test
    void twoAreTwoClientsAndOneThatIsCutOffDoesNotHoldUpTheOther() throws Exception {
        int before = server.state().clientIds();
        ScriptedContainer first = ScriptedContainer.start(machine, "first", "");
        ScriptedContainer second = ScriptedContainer.start(machine, "second", "");
        mount(first);
        mount(second);
        assertThat(server.state().clientIds()).isEqualTo(before + 2);
        assertThat(first.run(60, "echo 1 >/mnt/nfs/one").exitCode()).isZero();

        assertThat(first.execute("pkill -STOP -x slirp4netns").exitCode()).isZero();
        assertThat(first.run(1, "echo 2 >/mnt/nfs/two").exitCode()).isEqualTo(124);
        assertThat(second.run(60, "cat /mnt/nfs/one; ls /mnt/nfs/two").stdout()).isEqualTo("1\n");

        assertThat(first.execute("pkill -CONT -x slirp4netns").exitCode()).isZero();
        assertThat(first.run(60, "echo 2 >/mnt/nfs/two && cat /mnt/nfs/two").stdout())
                .isEqualTo("2\n");
        assertThat(first.stop()).isTrue();
        assertThat(second.stop()).isTrue();
    }

    @Test
    void endsWithItsMountAndWithWhateverUsesThat() throws Exception {
        ScriptedContainer client = ScriptedContainer.start(machine, "ending", "");
        mount(client);
        client.run(
                60,
                """
                cd /mnt/nfs
                (exec 3>unwritten && head -c 1M /dev/zero >&3 && sleep 4715) &
                until [ -s unwritten ]; do sleep 0.05; done
                """);
        assertThat(client.stop()).isTrue();
        assertThat(machine.run("pgrep -f 'sleep 471[5]'").exitCode()).isEqualTo(1);
        assertThat(machine.run("cat /proc/[0-9]*/mounts | grep -c ' nfs4 '").stdout())
                .isEqualTo("0\n");
    }

    @Test
    void saysWhatKeepsItFromMounting() throws Exception {
        ScriptedContainer client =
                ScriptedContainer.start(machine, "bounded", "--bounding-set=-sys_admin");
        assertThat(client.log())
                .startsWith("boots a kernel of its own: it may not mount: unshare: ")
                .contains("docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN");
        assertThat(client.stop()).isTrue();
    }

    private static void mount(ScriptedContainer client) throws Exception {
        client.run(
                        60,
                        "mount -t nfs4 -o vers=4.1,port=%d %s:/export /mnt/nfs"
                                .formatted(server.port(), machine.hostLoopback()))
                .expectSuccess();
    }
}
