package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Programs on two Linux kernels that use the same files. A subclass gives the clients and the
 * server; {@link Effort} says how much they do.
 */
abstract class TwoClientScenarios {
    private static final String OPTIONS = "vers=4.1";

    abstract LinuxMachine one();

    abstract LinuxMachine two();

    abstract ServerAddress server();

    private NfsMount mount() throws IOException, InterruptedException {
        return NfsMount.mount(one(), server(), OPTIONS);
    }

    private NfsMount sameOnTwo(NfsMount mount) throws IOException, InterruptedException {
        return mount.alsoOn(two(), server(), OPTIONS);
    }

    @Test
    void whoOpensAfterACloseReadsWhatWasWritten() throws Exception {
        // of the same length and often within one tick of a clock: only the change attribute tells
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            mount.run("echo round 000 >shared; stat -c %s shared");
            other.run("cat shared; : >>other");
            for (int round = 1; round <= Effort.of(3, 100); round++) {
                String text = "round %03d".formatted(round);
                mount.run("echo " + text + " >shared");
                assertThat(other.run("cat shared")).isEqualTo(text);
                other.run("echo '" + text + "' back | dd of=shared conv=notrunc status=none");
                assertThat(mount.run("cat shared")).isEqualTo(text + " back");
                other.run("echo " + text + " >>shared");
                assertThat(mount.run("tail -n 1 shared; stat -c %s shared").lines())
                        .containsExactly(text, "25");
            }
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    void openFileIsRemovedAndReplacedByTheOther() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            mount.run(
                    """
                    mkfifo /tmp/go
                    perl -MIO::Handle -e '
                        for my $name (qw(removed replaced renamed)) {
                            open my $file, "+>", $name or die "open $name: $!\\n";
                            syswrite $file, "first of $name\\n" or die "write $name: $!\\n";
                            $file->sync or die "fsync $name: $!\\n";
                            push @files, $file;
                        }
                        open my $go, ">", "/tmp/open"; close $go;
                        open $go, "<", "/tmp/go"; <$go>;
                        for my $file (@files) {
                            # so that what is read comes from the server
                            open my $caches, ">", "/proc/sys/vm/drop_caches";
                            syswrite $file, "second\\n" or die "second write: $!\\n";
                            $file->sync or die "second fsync: $!\\n";
                            syswrite $caches, "1" or die "drop caches: $!\\n";
                            sysseek $file, 0, 0;
                            defined sysread $file, my $text, 100 or die "read: $!\\n";
                            print $text;
                        }' >/tmp/read 2>/tmp/why &
                    echo $! >/tmp/holder
                    until [ -e /tmp/open ]; do kill -0 $!; sleep 0.1; done
                    """);
            other.run("rm removed; echo new >new; mv new replaced; mv renamed elsewhere");
            String read =
                    mount.run(
                            """
                            echo >/tmp/go
                            while kill -0 $(</tmp/holder) 2>&-; do sleep 0.1; done
                            cat /tmp/why /tmp/read
                            rm /tmp/go /tmp/open /tmp/read /tmp/why /tmp/holder
                            """);
            assertThat(read.lines())
                    .containsExactly(
                            "first of removed",
                            "second",
                            "first of replaced",
                            "second",
                            "first of renamed",
                            "second");
            String there = other.runRemounted("ls -A; cat replaced elsewhere");
            assertThat(there.lines())
                    .containsExactly("elsewhere", "replaced", "new", "first of renamed", "second");
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    void largeDirectoryIsListedWhileTheOtherAddsAndRemoves() throws Exception {
        int count = Effort.of(1_000, 100_000);
        GuestFile.put(one(), "directory-load");
        GuestFile.put(two(), "directory-load");
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            mount.run("mkdir d");
            mount.run(fourTimes("fill", count), Effort.PATIENCE);
            CompletableFuture<String> churn =
                    other.start(
                            "perl /tmp/directory-load churn d other /tmp/stop", Effort.PATIENCE);
            try {
                for (int i = 0; i < Effort.of(2, 5); i++) {
                    String read = "perl /tmp/directory-load read d %d 1".formatted(count);
                    Effort.report("directory", mount.runRemounted(read, Effort.PATIENCE));
                    Effort.report("directory", mount.run(read, Effort.PATIENCE));
                }
            } finally {
                other.run(": >/tmp/stop");
                Effort.report("directory", churn.join());
            }
            mount.run(fourTimes("drain", count), Effort.PATIENCE);
            assertThat(mount.runRemounted("ls -A d; rmdir d")).isEmpty();
            other.unmount();
            mount.unmount();
        }
    }

    /** Four processes do a part each. */
    private static String fourTimes(String verb, int count) {
        return """
        processes=
        for i in 0 1 2 3; do
            perl /tmp/directory-load %s d $((i * %2$d + 1)) $((i * %2$d + %2$d)) &
            processes="$processes $!"
        done
        for process in $processes; do wait $process; done
        """
                .formatted(verb, count / 4);
    }

    @Test
    @RequiresProgram("sqlite3")
    void sqliteHasTwoWriters() throws Exception {
        int transactions = Effort.of(15, 500);
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            mount.run(
                    """
                    sqlite3 data '
                        create table counter (n integer);
                        insert into counter values (0);
                        create table log (who text, i integer, n integer, primary key (who, i));'
                    """);
            CompletableFuture<String> writer =
                    other.start(writer("two", transactions), Effort.PATIENCE);
            mount.run(writer("one", transactions), Effort.PATIENCE);
            writer.join();
            String check =
                    """
                    sqlite3 data '
                        pragma integrity_check;
                        select n from counter;
                        select count(*), count(distinct n), max(n) from log;
                        select count(*) from log where who = "one";'
                    ls
                    """;
            int both = 2 * transactions;
            for (NfsMount each : new NfsMount[] {mount, other}) {
                assertThat(each.run(check).lines())
                        .containsExactly(
                                "ok",
                                String.valueOf(both),
                                "%d|%d|%d".formatted(both, both, both),
                                String.valueOf(transactions),
                                "data");
            }
            other.unmount();
            mount.unmount();
        }
    }

    /** Each transaction reads a counter, counts on, and writes down what it came to. */
    private static String writer(String name, int transactions) {
        return """
        for i in {1..%d}; do
            echo 'begin immediate; update counter set n = n + 1;'
            echo "insert into log select '%s', $i, n from counter; commit;"
        done >/tmp/statements
        sqlite3 -bail -cmd '.timeout 100000' data </tmp/statements
        """
                .formatted(transactions, name);
    }
}
