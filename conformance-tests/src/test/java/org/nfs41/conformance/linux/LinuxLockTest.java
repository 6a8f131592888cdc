package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.server.ServerState;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes on two Linux kernels lock the same file of our own server. */
@RequiresLinuxClient
final class LinuxLockTest {
    private static final ServerState NOTHING = new ServerState(0, 0, 0);

    /** A kernel asks for a lock that is held after 1 s, 2 s, 4 s and so on. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A process that does to /mnt/nfs/FILE what comes line by line: "lock TYPE START LENGTH" or
     * "test TYPE START LENGTH", as fcntl has it for 64-bit Linux, and prints what came of it.
     */
    private static final String LOCKER =
            """
            use Fcntl qw(:DEFAULT);
            use Errno qw(EAGAIN EACCES);
            $| = 1;
            sysopen my $file, shift, O_RDWR | O_CREAT or die "open: $!\\n";
            my %types = (read => F_RDLCK, write => F_WRLCK, none => F_UNLCK);
            while (<STDIN>) {
                my ($verb, $type, $start, $length) = split;
                my $flock = pack 's s x4 q q l x4', $types{$type}, 0, $start, $length, 0;
                if ($verb eq 'test') {
                    fcntl $file, F_GETLK, $flock or die "test: $!\\n";
                    my ($found, undef, $at, $bytes) = unpack 's s x4 q q l', $flock;
                    print $found == F_UNLCK ? "free\\n" : "locked $at $bytes\\n";
                } elsif (fcntl $file, F_SETLK, $flock) {
                    print "done\\n";
                } else {
                    die "lock: $!\\n" unless $! == EAGAIN || $! == EACCES;
                    print "denied\\n";
                }
            }
            """;

    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start();
        one = boot("lock-test-1");
        two = boot("lock-test-2");
    }

    private static LinuxClient boot(String name) throws IOException, InterruptedException {
        LinuxClient client = LinuxClient.boot(name);
        NfsExport export = server.export();
        client.run(
                        "mount -t nfs4 -o vers=4.1,port=%d %s:%s /mnt/nfs"
                                .formatted(
                                        export.port(), export.hostSeenFrom(client), export.path()))
                .expectSuccess();
        client.run("cat >/tmp/locker <<'END'\n" + LOCKER + "END\n").expectSuccess();
        return client;
    }

    @AfterAll
    static void nothingIsLeft() throws IOException, InterruptedException {
        for (LinuxClient client : new LinuxClient[] {one, two}) {
            client.run("umount /mnt/nfs").expectSuccess();
        }
        await("nothing is left")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
    }

    private static String run(LinuxClient client, String script)
            throws IOException, InterruptedException {
        return client.run("set -eu\n" + script).expectSuccess().stdout().strip();
    }

    @Test
    void flockBlocksAnotherKernelAndIsHandedOn() throws Exception {
        // the process holds the lock until it is told to end
        run(
                one,
                """
                mkfifo /tmp/flock
                { flock -x /mnt/nfs/shared sh -c 'echo held >/tmp/flock-held; read -r _ </tmp/flock' & } >&2
                until [ -s /tmp/flock-held ]; do sleep 0.1; done
                """);
        assertThat(two.run("flock -n /mnt/nfs/shared true").exitCode()).isNotZero();
        assertThat(two.run("flock -s -n /mnt/nfs/shared true").exitCode()).isNotZero();

        CompletableFuture<ScriptResult> waiting = two.start("flock -x /mnt/nfs/shared echo got it");
        assertThat(waiting).isNotDone();
        run(one, "echo >/tmp/flock");

        ScriptResult result = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.expectSuccess().stdout().strip()).isEqualTo("got it");
        run(one, "flock -x -w 60 /mnt/nfs/shared true");
    }

    @Test
    void rangesOfProcessesOnTwoKernels() throws Exception {
        startLocker(one);
        startLocker(two);
        assertThat(tell(one, "lock write 0 100")).isEqualTo("done");
        assertThat(tell(two, "lock read 50 10")).isEqualTo("denied");
        assertThat(tell(two, "test write 90 20")).isEqualTo("locked 0 100");
        assertThat(tell(two, "lock write 100 0")).as("to the end").isEqualTo("done");
        assertThat(tell(one, "test read 5000 1")).isEqualTo("locked 100 0");

        assertThat(tell(one, "lock none 40 20")).isEqualTo("done");
        assertThat(tell(two, "lock read 40 20")).isEqualTo("done");
        assertThat(tell(two, "lock read 39 1")).isEqualTo("denied");
        assertThat(tell(two, "lock read 60 1")).isEqualTo("denied");

        assertThat(tell(one, "lock read 0 100")).as("downgrade").isEqualTo("done");
        assertThat(tell(two, "lock read 0 100")).isEqualTo("done");
        assertThat(tell(one, "lock write 45 1")).as("upgrade").isEqualTo("denied");
        assertThat(tell(two, "lock none 0 0")).isEqualTo("done");
        assertThat(tell(one, "lock write 45 1")).isEqualTo("done");

        endLocker(one);
        assertThat(tell(two, "lock write 0 0")).as("after the other's end").isEqualTo("done");
        endLocker(two);
    }

    private static void startLocker(LinuxClient client) throws IOException, InterruptedException {
        run(
                client,
                """
                cd /tmp
                mkfifo to from
                perl /tmp/locker /mnt/nfs/ranges </tmp/to >/tmp/from 2>/tmp/locker-errors &
                echo $! >/tmp/locker-id
                sleep 600 >/tmp/to </tmp/from &
                echo $! >/tmp/keeper-id
                """);
    }

    /** Gives the process a line and waits for its answer. */
    private static String tell(LinuxClient client, String line)
            throws IOException, InterruptedException {
        return run(
                client,
                """
                echo '%s' >/tmp/to
                read -r answer </tmp/from || { cat /tmp/locker-errors >&2; exit 1; }
                echo "$answer"
                """
                        .formatted(line));
    }

    private static void endLocker(LinuxClient client) throws IOException, InterruptedException {
        run(
                client,
                """
                kill $(</tmp/keeper-id)
                while kill -0 $(</tmp/locker-id) 2>&-; do sleep 0.1; done
                test ! -s /tmp/locker-errors
                """);
    }
}
