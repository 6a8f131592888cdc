package org.nfs41.conformance.container;

import org.nfs41.conformance.linux.LinuxMachine;
import org.nfs41.conformance.linux.ScriptResult;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What a client's container is without an engine: its scripts in namespaces of a machine whose
 * kernel can mount.
 */
final class ScriptedContainer {
    private static final List<String> SCRIPTS = List.of("container-entry", "run-script");

    private final LinuxMachine machine;
    private final String name;

    private ScriptedContainer(LinuxMachine machine, String name) {
        this.machine = machine;
        this.name = name;
    }

    /**
     * Puts the scripts on a machine, and makes it one that has /dev/net/tun.
     *
     * <p>The machine has the addresses that containers have. Its containers get others, so that the
     * machine's name for this JVM's loopback address is theirs, too.
     */
    static void install(LinuxMachine machine) throws IOException, InterruptedException {
        machine.run("mkdir -p /tmp/image /dev/net && modprobe -d /run/kernel tun").expectSuccess();
        for (String script : SCRIPTS) {
            String text = resource(script).replace("198.51.100.", "203.0.113.");
            machine.run(
                            """
                            cat >/tmp/image/%1$s <<'END OF THE SCRIPT'
                            %2$s
                            END OF THE SCRIPT
                            chmod 755 /tmp/image/%1$s
                            """
                                    .formatted(script, text))
                    .expectSuccess();
        }
    }

    private static String resource(String name) throws IOException {
        String path = "/org/nfs41/conformance/linux/" + name;
        try (InputStream script = ScriptedContainer.class.getResourceAsStream(path)) {
            return new String(
                    Objects.requireNonNull(script, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Starts one, and waits until it can run scripts or says why it does not mount.
     *
     * @param privileges arguments of setpriv, none if empty
     */
    static ScriptedContainer start(LinuxMachine machine, String name, String privileges)
            throws IOException, InterruptedException {
        machine.run(
                        """
                        cd /
                        CLIENT_NAME=%1$s unshare --mount --pid --fork --mount-proc bash -c '
                            mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /mnt &&
                                exec setpriv %2$s /tmp/image/container-entry
                        ' </dev/null >/tmp/%1$s.log 2>&1 &
                        echo $! >/tmp/%1$s.pid
                        until grep -q -e ^@ready -e "kernel of its own" /tmp/%1$s.log; do
                            kill -0 $! || { cat /tmp/%1$s.log; exit 1; }
                            sleep 0.2
                        done
                        """
                                .formatted(name, privileges))
                .expectSuccess();
        return new ScriptedContainer(machine, name);
    }

    /** What it has said. */
    String log() throws IOException, InterruptedException {
        return machine.run("cat /tmp/" + name + ".log").expectSuccess().stdout();
    }

    /** Runs a script on the client, which may take so many seconds. */
    ScriptResult run(int seconds, String script) throws IOException, InterruptedException {
        return execute(
                "/tmp/image/run-script -t %d <<'END OF IT'\n%s\nEND OF IT"
                        .formatted(seconds, script));
    }

    /** Runs a command in the container as docker exec would. */
    ScriptResult execute(String command) throws IOException, InterruptedException {
        return machine.run(
                "nsenter --mount --pid --target $(pgrep -P $(</tmp/" + name + ".pid)) " + command);
    }

    /** Asks it to end, and returns whether it has within ten seconds. */
    boolean stop() throws IOException, InterruptedException {
        return machine.run(
                                """
                                kill -TERM $(pgrep -P $(</tmp/%1$s.pid))
                                for ((tries = 0; tries < 50; tries++)); do
                                    kill -0 $(</tmp/%1$s.pid) || exit 0
                                    sleep 0.2
                                done
                                exit 1
                                """
                                        .formatted(name))
                        .exitCode()
                == 0;
    }
}
