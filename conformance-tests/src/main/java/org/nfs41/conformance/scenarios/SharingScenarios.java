package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.linux.NfsMount;

import java.util.concurrent.CompletableFuture;

/** Programs on two Linux kernels that use the same files; {@link Effort} says how much they do. */
final class SharingScenarios {

    @Check(
            id = "LINUX-301",
            rule =
                    "Who opens a file after another client has closed it reads what that has"
                            + " written",
            sends =
                    "two clients write the same file in turn, often within a tick of the clock and"
                            + " without changing its size",
            accepts = "each reads what the other has written last",
            sections = "10.3.1",
            needs = Need.TWO_MACHINES)
    void whoOpensAfterACloseReadsWhatWasWritten(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        // of the same length and often within one tick of a clock: only the change attribute tells
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            mount.run("echo round 000 >shared; stat -c %s shared");
            other.run("cat shared; : >>other");
            for (int round = 1; round <= Effort.of(3, 100); round++) {
                String text = "round %03d".formatted(round);
                mount.run("echo " + text + " >shared");
                Expect.equal("the second reads", text, other.run("cat shared"));
                other.run("echo '" + text + "' back | dd of=shared conv=notrunc status=none");
                Expect.equal("the first reads", text + " back", mount.run("cat shared"));
                other.run("echo " + text + " >>shared");
                String end = mount.run("tail -n 1 shared; stat -c %s shared");
                Expect.lines("appended", end, text, "25");
            }
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-302",
            rule =
                    "A file that is open stays readable and writable when another client removes,"
                            + " replaces or renames it",
            sends =
                    "one client holds three files open; the other removes one, renames another over"
                            + " the second and renames the third; the first reads and writes",
            accepts = "the files that were opened, and the names that the other client gave",
            sections = {"18.25", "18.26"},
            needs = Need.TWO_MACHINES)
    void openFileIsRemovedAndReplacedByTheOther(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            mount.run(
                    """
                    mkfifo /tmp/go
                    perl -MIO::Handle -MFcntl -e '
                        for my $name (qw(removed replaced renamed)) {
                            open my $file, "+>", $name or die "open $name: $!\\n";
                            syswrite $file, "first of $name\\n" or die "write $name: $!\\n";
                            $file->sync or die "fsync $name: $!\\n";
                            push @files, $file;
                        }
                        open my $go, ">", "/tmp/open"; close $go;
                        open $go, "<", "/tmp/go"; <$go>;
                        for my $file (@files) {
                            syswrite $file, "second\\n" or die "second write: $!\\n";
                            $file->sync or die "second fsync: $!\\n";
                            # so that what is read comes from the server
                            fcntl($file, F_SETFL, O_DIRECT) or die "no cache: $!\\n";
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
            Expect.lines(
                    "read through open files",
                    read,
                    "first of removed",
                    "second",
                    "first of replaced",
                    "second",
                    "first of renamed",
                    "second");
            String there = other.runRemounted("ls -A; cat replaced elsewhere");
            Expect.lines(
                    "names and what is in them",
                    there,
                    "elsewhere",
                    "replaced",
                    "new",
                    "first of renamed",
                    "second");
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-303",
            rule =
                    "A listing has each entry once that was there all the time, whatever else"
                            + " changes",
            sends =
                    "one client lists a directory of many entries while the other adds and removes"
                            + " other names there",
            accepts = "each lasting name once, and an empty directory in the end",
            sections = "18.23",
            needs = Need.TWO_MACHINES)
    void largeDirectoryIsListedWhileTheOtherAddsAndRemoves(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        int count = Effort.of(1_000, 100_000);
        GuestFile.put(machines.one(), "directory-load");
        GuestFile.put(machines.two(), "directory-load");
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            mount.run("mkdir d");
            mount.run(fourTimes("fill", count), Effort.PATIENCE);
            CompletableFuture<String> churn =
                    other.start(
                            "perl /tmp/directory-load churn d other /tmp/stop", Effort.PATIENCE);
            try {
                for (int i = 0; i < Effort.of(2, 5); i++) {
                    String read = "perl /tmp/directory-load read d %d 1".formatted(count);
                    Effort.report(cx, "directory", mount.runRemounted(read, Effort.PATIENCE));
                    Effort.report(cx, "directory", mount.run(read, Effort.PATIENCE));
                }
            } finally {
                other.run(": >/tmp/stop");
                Effort.report(
                        cx,
                        "directory",
                        Expect.within(Effort.PATIENCE, "adding and removing", churn));
            }
            mount.run(fourTimes("drain", count), Effort.PATIENCE);
            Expect.equal("left over", "", mount.runRemounted("ls -A d; rmdir d"));
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

    @Check(
            id = "LINUX-304",
            rule = "Locks keep the transactions of two clients apart",
            sends = "sqlite3 on each of two clients counts on in one database",
            accepts = "a database without damage in which every transaction is counted once",
            sections = {"18.10", "18.12"},
            needs = Need.TWO_MACHINES)
    void sqliteHasTwoWriters(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("sqlite3");
        int transactions = Effort.of(15, 500);
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
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
            Expect.within(Effort.PATIENCE, "the second writer", writer);
            String check =
                    """
                    sqlite3 data '
                        pragma integrity_check;
                        select n from counter;
                        select count(*), count(distinct n), max(n) from log;
                        select count(*) from log where who = '\\''one'\\'';'
                    ls
                    """;
            int both = 2 * transactions;
            for (NfsMount each : new NfsMount[] {mount, other}) {
                Expect.lines(
                        "database",
                        each.run(check),
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
