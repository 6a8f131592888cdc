package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.linux.NfsMount;

import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Programs that are hard to please with a file system; {@link Effort} says how much they do. Where
 * the machine has no such program, a scenario is skipped.
 */
final class ProgramScenarios {
    /** Seeds from this one on are used for {@code fsx}. */
    private static final long SEED = Long.getLong("nfs41.programs.seed", 20_250_401);

    /**
     * What dbench says of an operation begins with its line of the load, as [12]. The names that a
     * kernel itself gives to open files that were removed are none of the load's.
     */
    private static final Pattern FAILED_OPERATION =
            Pattern.compile("(?m)^\\[\\d+\\](?!.*/\\.nfs[0-9a-f]+')");

    /** Every block is read again and its checksum compared, once more after a remount. */
    @Check(
            id = "LINUX-601",
            rule = "fio finds each block as it was written, also after a remount",
            sends = "four jobs of fio: sequential, random, mixed, and past the cache",
            accepts = "each block has its checksum",
            sections = {"18.32", "18.22"},
            needs = Need.MACHINE)
    void fioFindsEachBlockAsItWasWritten(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("fio");
        String jobs =
                """
                [global]
                thread
                ioengine=psync
                verify=crc32c
                verify_fatal=1
                fallocate=none
                size=%dM
                [sequential]
                rw=write
                bs=1M
                end_fsync=1
                [random]
                rw=randwrite
                bs=4k
                fsync=64
                [mixed]
                rw=randrw
                bsrange=512-64k
                verify_backlog=64
                [direct]
                rw=randwrite
                bs=16k
                direct=1
                """
                        .formatted(Effort.of(3, 200));
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            "cat >/tmp/jobs.fio <<'END'\n"
                                    + jobs
                                    + "END\nfio --output-format=terse /tmp/jobs.fio",
                            Effort.PATIENCE);
            Expect.equal("jobs", 4L, output.lines().count());
            Effort.report(cx, "fio", figures(output));
            // the same jobs know what they would have written, and only compare
            mount.runRemounted(
                    "fio --verify_only --output=/tmp/out /tmp/jobs.fio", Effort.PATIENCE);
            mount.unmount();
        }
    }

    /** Bandwidths and rates of each job, from fio's lines of many numbers. */
    private static String figures(String output) {
        StringJoiner figures = new StringJoiner("\n");
        for (String line : output.lines().toList()) {
            String[] words = line.split(";", -1);
            figures.add(
                    "%s: reads %s KiB/s, %s/s; writes %s KiB/s, %s/s"
                            .formatted(words[2], words[6], words[7], words[47], words[48]));
        }
        return figures.toString();
    }

    @Check(
            id = "LINUX-602",
            rule = "Random reads, writes, truncations and mappings do the same as in a local file",
            sends =
                    "three processes do the same operations on a file of the mount and on a local"
                            + " one",
            accepts = "the same bytes, also after a remount",
            sections = {"18.32", "18.30"},
            needs = Need.MACHINE)
    void randomOperationsDoTheSameAsInAReferenceFile(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("gcc");
        GuestFile.put(machines.one(), "fsx.c");
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            """
                            gcc -O1 -o /tmp/fsx /tmp/fsx.c
                            processes=
                            for i in 0 1 2; do
                                /tmp/fsx file$i /tmp/reference$i $((%d + i)) %d $((1000000 << i)) &
                                processes="$processes $!"
                            done
                            for process in $processes; do wait $process; done
                            for i in 0 1 2; do cmp file$i /tmp/reference$i; done
                            """
                                    .formatted(SEED, Effort.of(300, 20_000)),
                            Effort.PATIENCE);
            Expect.equal("processes that ended well", 3L, output.lines().count());
            Effort.report(cx, "fsx", output);
            mount.runRemounted(
                    """
                    for i in 0 1 2; do cmp file$i /tmp/reference$i; done
                    rm /tmp/reference* /tmp/fsx*
                    """);
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-603",
            rule = "git clones, checks, commits and repacks",
            sends = "a clone, fsck, checkout, commit and gc, then fsck and diff after a remount",
            accepts = "nothing that git complains of",
            sections = {"18.9", "18.26"},
            needs = Need.MACHINE)
    void gitClonesChecksAndRepacks(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("git");
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            """
                            export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b
                            export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b
                            git init -q -b main /tmp/origin
                            for commit in 1 2 3; do
                                perl -e '
                                    for my $i (1 .. $ARGV[0]) {
                                        mkdir sprintf "/tmp/origin/d%%d", $i %% 10;
                                        open my $f, ">", sprintf "/tmp/origin/d%%d/file$i", $i %% 10;
                                        print $f "$ARGV[1] $i $_\\n" for 1 .. 40;
                                    }' %d $commit
                                git -C /tmp/origin add -A
                                git -C /tmp/origin commit -q -m "commit $commit"
                            done
                            git clone -q file:///tmp/origin clone
                            git -C clone fsck --full --strict --no-progress
                            git -C clone checkout -q main~1
                            git -C clone -c gc.auto=0 checkout -q -b other
                            echo more >>clone/d1/file1
                            git -C clone commit -q -a -m more
                            git -C clone gc -q --prune=now
                            """
                                    .formatted(Effort.of(30, 2_000)),
                            Effort.PATIENCE);
            Expect.equal("complaints", "", output);
            String status =
                    mount.runRemounted(
                            """
                            git -C clone fsck --full --strict --no-progress
                            git -C clone status --porcelain
                            git -C clone rev-list --count --all
                            git -C clone checkout -q main
                            diff -r -x .git /tmp/origin clone >&2
                            rm -rf /tmp/origin
                            """,
                            Effort.PATIENCE);
            Expect.equal("commits", "4", status);
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-604",
            rule = "A program is compiled, archived, linked and run on the mount",
            sends = "gcc and ar on the mount, then the program is run, once more after a remount",
            accepts = "its result",
            sections = {"18.32", "18.22"},
            needs = Need.MACHINE)
    void compilesAndRunsAProgram(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("gcc", "ar");
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            """
                            mkdir source objects
                            for i in {1..%1$d}; do
                                echo "int f$i(int x) { return x + $i; }" >source/f$i.c
                                echo "int f$i(int);" >>source/all.h
                            done
                            {
                                echo '#include <stdio.h>'
                                echo '#include "all.h"'
                                echo 'int main(void) { int x = 0;'
                                for i in {1..%1$d}; do echo "x = f$i(x);"; done
                                echo 'printf("%%d\\n", x); return 0; }'
                            } >source/main.c
                            (cd objects && gcc -g -c ../source/*.c)
                            ar rcs libf.a objects/f*.o
                            gcc -o program objects/main.o -L. -lf
                            ./program
                            """
                                    .formatted(Effort.of(5, 300)),
                            Effort.PATIENCE);
            int last = Effort.of(5, 300);
            String sum = String.valueOf(last * (last + 1) / 2);
            Expect.equal("result", sum, output);
            Expect.equal("result after remount", sum, mount.runRemounted("./program"));
            mount.unmount();
        }
    }

    /** Around the offsets at which somebody's integer might end. */
    @Check(
            id = "LINUX-605",
            rule = "Offsets around 2 GiB, 4 GiB, 8 GiB and 1 TiB are those that were meant",
            sends = "bytes are written just below each, and read after a remount",
            accepts = "the bytes, zeros before each, and the size; WARN if the holes take room",
            sections = {"18.32", "18.22"},
            needs = Need.MACHINE)
    void farOffsetsOfASparseFile(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        String write =
                """
                perl -e '
                    open my $f, "+>", "far" or die "open: $!\\n";
                    for my $at (map { 2 ** $_ - 3 } 31, 32, 33, 40) {
                        sysseek $f, $at, 0 or die "seek to $at: $!\\n";
                        syswrite($f, "at $at") == length "at $at" or die "write at $at: $!\\n";
                    }
                    close $f or die "close: $!\\n"'
                """;
        String read =
                """
                perl -e '
                    open my $f, "<", "far" or die "open: $!\\n";
                    for my $at (map { 2 ** $_ - 3 } 31, 32, 33, 40) {
                        sysseek $f, $at - 4096, 0 or die "seek to $at: $!\\n";
                        my $there = "";
                        sysread $f, $there, 4096 + length "at $at";
                        $there eq "\\0" x 4096 . "at $at" or die "not as written at $at\\n";
                    }
                    print((stat $f)[7], " ", (stat $f)[12])'
                """;
        try (NfsMount mount = machines.mount()) {
            mount.run(write);
            String[] sizes = mount.runRemounted(read).split(" ", -1);
            Expect.equal("size", (1L << 40) - 3 + 16, Long.parseLong(sizes[0]));
            if (Long.parseLong(sizes[1]) >= 2048) {
                cx.warn("the holes take room: " + sizes[1] + " blocks of 512 bytes");
            }
            mount.run("truncate -s $((2**32 + 1)) far");
            String end = mount.runRemounted("tail -c 5 far | tr '\\0' .; stat -c %s far");
            Expect.equal("cut", ".at 4" + (1L << 32 | 1), end);
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-606",
            rule =
                    "A file that is open stays readable and writable under its new names and"
                            + " without a name",
            sends = "a process renames, replaces and removes files that it has open",
            accepts = "what was written, and an empty directory in the end",
            sections = {"18.25", "18.26"},
            needs = Need.MACHINE)
    void openFileIsRenamedReplacedAndUnlinked(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            """
                            echo one >file; echo other >other
                            exec 3<>file 4<other
                            mv file renamed
                            echo two >>renamed
                            cat <&3
                            mv renamed other
                            cat <&4
                            rm other
                            test -z "$(ls)"
                            echo three >&3
                            cat /proc/self/fd/3
                            test $(stat -L -c %s /proc/self/fd/3) -eq 14
                            exec 3>&- 4>&-
                            ls -A
                            """);
            Expect.lines("output", output, "one", "two", "other", "one", "two", "three");
            Expect.equal("left over", "", mount.runRemounted("ls -A"));
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-607",
            rule = "The load of a file server runs without an error",
            sends = "dbench with several clients",
            accepts = "no operation that failed",
            sections = {"18.16", "18.25", "18.26"},
            needs = Need.MACHINE)
    void dbenchLoadsLikeAFileServer(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requirePrograms("dbench");
        try (NfsMount mount = machines.mount()) {
            String output =
                    mount.run(
                            "dbench -t %d -c /usr/share/dbench/client.txt %d"
                                    .formatted(Effort.of(2, 60), Effort.of(2, 8)),
                            Effort.PATIENCE);
            Expect.that(
                    output.contains("Throughput") && !FAILED_OPERATION.matcher(output).find(),
                    "output of dbench",
                    "a throughput and no operation that failed",
                    output);
            Effort.report(cx, "dbench", output.substring(output.indexOf("Throughput")));
            mount.unmount();
        }
    }
}
