package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nfs41.conformance.scenarios.Effort;
import org.nfs41.conformance.scenarios.Locker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Our own server is killed, again and again, while Linux kernels use a directory it exports, and
 * comes back: programs go on and nobody sees an error, nothing that was committed is lost, and
 * locks stay with whom they were given to. {@link Effort} says how often it is killed, {@code
 * -Dnfs41.programs.seed=N} makes it other moments.
 */
@RequiresLinuxClient
@Order(3)
final class LinuxKilledServerTest {
    private static final long SEED = Long.getLong("nfs41.programs.seed", 20_250_501);
    private static final int KILLS = Effort.of(2, 15);
    private static final int LONGEST_WORK_MILLIS = 2_500;
    private static final int LONGEST_AWAY_MILLIS = 800;

    /**
     * Grace lasts as long unless all clients have reclaimed, which those here do: it is long for
     * the sake of busy machines. A kernel waits for 3 seconds until it connects again, then for 6.
     */
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** Longer than a kernel takes until it connects again and goes on, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What is not answered in this time is taken to wait for the end of grace. */
    private static final Duration LOOK = Duration.ofMillis(1_500);

    /** What {@code flock -n} ends with when somebody else has the lock. */
    private static final int DENIED = 1;

    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    private final Random random = new Random(SEED);
    private ServerProcess server;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        LocalExport.assumeRoot();
        one = LinuxClient.boot("killed-1");
        two = LinuxClient.boot("killed-2");
    }

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.start(LEASE);
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private NfsMount mount() throws IOException, InterruptedException {
        return NfsMount.mount(one, server.export(), "vers=4.1");
    }

    private NfsMount alsoOnTwo(NfsMount mount) throws IOException, InterruptedException {
        return mount.alsoOn(two, server.export(), "vers=4.1");
    }

    private void killAndStartAgain() throws IOException, InterruptedException {
        server.kill();
        Thread.sleep(random.nextInt(LONGEST_AWAY_MILLIS));
        server.startAgain();
    }

    /** Kills the server at moments when all of this goes on. */
    private void killDuring(EndlessWork... all) throws IOException, InterruptedException {
        for (int kill = 1; kill <= KILLS; kill++) {
            Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
            killAndStartAgain();
            for (EndlessWork work : all) {
                work.awaitProgress(PATIENCE);
            }
        }
    }

    /** The files of each run are compared again at the end, after all kills. */
    @Test
    @RequiresProgram("fio")
    void fioFindsEachBlockAsItWasWritten() throws Exception {
        String jobs =
                """
                [global]
                thread
                ioengine=psync
                verify=crc32c
                verify_fatal=1
                fallocate=none
                rw=randrw
                randseed=${run}
                [cached]
                filename=cached${run}
                bs=8k
                size=%1$dk
                fsync=16
                end_fsync=1
                [direct]
                filename=direct${run}
                bs=16k
                size=%1$dk
                direct=1
                """
                        .formatted(Effort.of(512, 4096));
        try (NfsMount mount = mount()) {
            mount.run("cat >/tmp/jobs.fio <<'END'\n" + jobs + "END\n");
            EndlessWork work =
                    new EndlessWork(
                            one,
                            mount,
                            "fio",
                            """
                            for ((run = 1; ; run++)); do
                                [ ! -e $stop ] || break
                                run=$run fio --output=/tmp/out /tmp/jobs.fio
                                echo $run >>$done
                            done
                            """);
            killDuring(work);
            work.end();
            int runs = work.done().size();
            Effort.report("fio", "%d runs, %d kills".formatted(runs, KILLS));
            mount.runRemounted(
                    """
                    for run in {1..%d}; do
                        run=$run fio --verify_only --output=/tmp/out /tmp/jobs.fio
                    done
                    """
                            .formatted(runs),
                    Effort.PATIENCE);
            mount.unmount();
        }
    }

    /** Two kernels count on, each transaction what the one before it came to. */
    @Test
    @RequiresProgram("sqlite3")
    void sqliteHasEachTransactionWhoseCommitReturned() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = alsoOnTwo(mount)) {
            mount.run(
                    """
                    sqlite3 data '
                        create table counter (n integer);
                        insert into counter values (0);
                        create table log (who text, i integer, n integer, primary key (who, i));'
                    """);
            EndlessWork first = new EndlessWork(one, mount, "sqlite", writer("one"));
            EndlessWork second = new EndlessWork(two, other, "sqlite", writer("two"));
            killDuring(first, second);
            first.end();
            second.end();
            List<String> committed = new ArrayList<>(first.done());
            committed.addAll(second.done());
            Effort.report("sqlite3", "%d commits, %d kills".formatted(committed.size(), KILLS));

            String sums = "ok %1$d %1$d|%1$d|%1$d".formatted(committed.size());
            for (NfsMount each : new NfsMount[] {mount, other}) {
                String checked =
                        each.runRemounted(
                                """
                                sqlite3 data '
                                    pragma integrity_check;
                                    select n from counter;
                                    select count(*), count(distinct n), max(n) from log;'
                                """);
                assertThat(checked.replace('\n', ' ')).isEqualTo(sums);
            }
            assertThat(mount.run("sqlite3 data 'select who, i from log'").lines())
                    .containsExactlyInAnyOrderElementsOf(committed);
            other.unmount();
            mount.unmount();
        }
    }

    /**
     * Five transactions at a time; what a commit before it has made true is then written down. The
     * journal is truncated and not removed, as that can be done twice: a REMOVE that the server
     * carries out and does not live to answer is sent again, and there is nothing to remove then.
     * Replies do not outlive the server (RFC 8881 section 2.10.6.5 leaves that open).
     */
    private static String writer(String name) {
        return """
        i=0
        mode='pragma journal_mode=truncate;'
        until [ -e $stop ]; do
            for _ in 1 2 3 4 5; do
                i=$((i + 1))
                echo 'begin immediate; update counter set n = n + 1;'
                echo "insert into log select '%1$s', $i, n from counter; commit;"
                echo "select '%1$s', $i;"
            done >/tmp/statements
            sqlite3 -bail -cmd '.timeout 100000' -cmd '.output /dev/null' -cmd "$mode" \
                -cmd '.output' data </tmp/statements >>$done
        done
        """
                .formatted(name);
    }

    /** That it could not get back what it had a kernel says in its log alone. */
    private static void assertKernelsLostNothing() throws IOException, InterruptedException {
        for (LinuxClient client : new LinuxClient[] {one, two}) {
            String said = client.run("dmesg | grep -i 'nfs.*fail\\|nfs.*lost'").stdout();
            assertThat(said).as("kernel's log").isEmpty();
        }
    }

    /** Whoever asks for a lock in grace waits, and is then refused as before. */
    @Test
    void locksStayWithWhomTheyWereGivenTo() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = alsoOnTwo(mount)) {
            for (LinuxClient client : new LinuxClient[] {one, two}) {
                client.run("dmesg -C").expectSuccess();
            }
            Locker flock = Locker.start(one, mount.folder() + "/whole");
            Locker ranges = Locker.start(one, mount.folder() + "/ranges");
            Locker rival = Locker.start(two, mount.folder() + "/ranges");
            assertThat(flock.tell("flock write")).isEqualTo("done");
            assertThat(ranges.tell("lock write 0 100")).isEqualTo("done");
            assertThat(ranges.tell("lock read 200 100")).isEqualTo("done");
            assertThat(rival.tell("lock read 250 10")).isEqualTo("done");
            for (int kill = 1; kill <= KILLS; kill++) {
                one.partition();
                killAndStartAgain();
                if (kill % 2 == 0) {
                    // in the midst of grace
                    other.run("stat -f whole");
                    killAndStartAgain();
                }
                // something that is answered in grace: from now on it can only be grace
                other.run("stat -f whole");
                CompletableFuture<ScriptResult> attempt =
                        two.start("flock -n -E 1 %s/whole true".formatted(mount.folder()));
                Thread.sleep(LOOK);
                assertThat(attempt).as("lock asked for in grace").isNotDone();
                one.heal();
                // lest the kernel wait until it is time to renew its lease
                mount.run("stat -f .");
                ScriptResult refused = attempt.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(refused.exitCode()).as(refused.describe()).isEqualTo(DENIED);
                assertThat(flock.tell("append round" + kill)).isEqualTo("done");
                assertThat(ranges.tell("append round" + kill)).isEqualTo("done");
                assertThat(rival.tell("lock read 99 1")).isEqualTo("denied");
                assertThat(rival.tell("lock write 299 1")).isEqualTo("denied");
                assertThat(ranges.tell("lock write 250 1")).as("a reader's").isEqualTo("denied");
                assertThat(rival.tell("lock write 100 100")).isEqualTo("done");
                assertThat(rival.tell("lock none 100 100")).isEqualTo("done");
            }
            assertKernelsLostNothing();
            CompletableFuture<ScriptResult> waiting =
                    two.start("flock %s/whole echo got it".formatted(mount.folder()));
            killAndStartAgain();
            assertThat(flock.tell("append last")).isEqualTo("done");
            assertThat(waiting).as("waits for the lock").isNotDone();
            assertThat(flock.tell("flock none")).isEqualTo("done");
            ScriptResult got = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(got.expectSuccess().stdout().strip()).isEqualTo("got it");
            ranges.end();
            assertThat(rival.tell("lock write 0 0")).as("all is free").isEqualTo("done");
            rival.end();
            flock.end();
            assertThat(other.runRemounted("wc -l <whole; wc -l <ranges").lines())
                    .containsExactly(String.valueOf(KILLS + 1), String.valueOf(KILLS));
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = Effort.PROPERTY, matches = Effort.LONG)
    void whoStaysAwayInGraceHasLostItsLock() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = alsoOnTwo(mount)) {
            Locker away = Locker.start(one, mount.folder() + "/whole");
            Locker rival = Locker.start(two, mount.folder() + "/whole");
            assertThat(away.tell("flock write")).isEqualTo("done");
            one.partition();
            killAndStartAgain();
            // a kernel that is told to ask later asks again for a write to the end of grace
            other.run("echo >other", LEASE.plus(PATIENCE));
            assertThat(rival.tell("flock write")).isEqualTo("done");
            assertThat(rival.tell("append mine")).isEqualTo("done");
            one.heal();
            assertThat(away.tell("append other")).isEqualTo("Input/output error");
            assertThat(rival.tell("append mine")).isEqualTo("done");
            rival.end();
            away.end();
            assertThat(mount.runRemounted("cat whole").lines()).containsExactly("mine", "mine");
            other.unmount();
            mount.unmount();
        }
    }
}
