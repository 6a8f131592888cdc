package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;
import java.util.StringJoiner;

/**
 * Programs that are hard to please with a file system, on a mount. A subclass gives the client and
 * the server; {@link Effort} says how much they do.
 */
abstract class ProgramScenarios {
    /** Seeds from this one on are used for {@code fsx}. */
    private static final long SEED = Long.getLong("nfs41.programs.seed", 20_250_401);

    private static final String OPTIONS = "vers=4.1";

    abstract LinuxMachine client();

    abstract ServerAddress server();

    final NfsMount mount() throws IOException, InterruptedException {
        return NfsMount.mount(client(), server(), OPTIONS);
    }

    /** Every block is read again and its checksum compared, once more after a remount. */
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
        try (NfsMount mount = mount()) {
            String output =
                    mount.run(
                            "cat >/tmp/jobs.fio <<'END'\n"
                                    + jobs
                                    + "END\nfio --output-format=terse /tmp/jobs.fio",
                            Effort.PATIENCE);
            assertThat(output.lines()).as("jobs").hasSize(4);
            Effort.report("fio", figures(output));
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

    @Test
    @RequiresProgram("gcc")
    void randomOperationsDoTheSameAsInAReferenceFile() throws Exception {
        GuestFile.put(client(), "fsx.c");
        try (NfsMount mount = mount()) {
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
            assertThat(output.lines()).as("processes that ended well").hasSize(3);
            Effort.report("fsx", output);
            mount.runRemounted(
                    """
                    for i in 0 1 2; do cmp file$i /tmp/reference$i; done
                    rm /tmp/reference* /tmp/fsx*
                    """);
            mount.unmount();
        }
    }

    @Test
    @RequiresProgram("git")
    void gitClonesChecksAndRepacks() throws Exception {
        try (NfsMount mount = mount()) {
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
            assertThat(output).isEmpty();
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
            assertThat(status).isEqualTo("4");
            mount.unmount();
        }
    }

    @Test
    @RequiresProgram({"gcc", "ar"})
    void compilesAndRunsAProgram() throws Exception {
        try (NfsMount mount = mount()) {
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
            assertThat(output).isEqualTo(sum);
            assertThat(mount.runRemounted("./program")).isEqualTo(sum);
            mount.unmount();
        }
    }

    /** Around the offsets at which somebody's integer might end. */
    @Test
    void farOffsetsOfASparseFile() throws Exception {
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
        try (NfsMount mount = mount()) {
            mount.run(write);
            String[] sizes = mount.runRemounted(read).split(" ", -1);
            assertThat(Long.parseLong(sizes[0])).isEqualTo((1L << 40) - 3 + 16);
            assertThat(Long.parseLong(sizes[1])).as("blocks in use").isLessThan(2048);
            mount.run("truncate -s $((2**32 + 1)) far");
            assertThat(mount.runRemounted("tail -c 5 far | tr '\\0' .; stat -c %s far"))
                    .isEqualTo(".at 4" + (1L << 32 | 1));
            mount.unmount();
        }
    }

    @Test
    void openFileIsRenamedReplacedAndUnlinked() throws Exception {
        try (NfsMount mount = mount()) {
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
            assertThat(output.lines())
                    .containsExactly("one", "two", "other", "one", "two", "three");
            assertThat(mount.runRemounted("ls -A")).isEmpty();
            mount.unmount();
        }
    }

    @Test
    @RequiresProgram("dbench")
    void dbenchLoadsLikeAFileServer() throws Exception {
        try (NfsMount mount = mount()) {
            String output =
                    mount.run(
                            "dbench -t %d -c /usr/share/dbench/client.txt %d"
                                    .formatted(Effort.of(2, 60), Effort.of(2, 8)),
                            Effort.PATIENCE);
            // what an operation says when it fails begins with its line of the load, as [12]
            assertThat(output).contains("Throughput").doesNotContainPattern("(?m)^\\[\\d+\\]");
            Effort.report("dbench", output.substring(output.indexOf("Throughput")));
            mount.unmount();
        }
    }
}
