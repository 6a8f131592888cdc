package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What people do with a mounted file system, done by a Linux kernel. A subclass gives the client
 * and the server. Each scenario mounts, works in a folder of its own, and unmounts.
 */
abstract class LinuxMountScenarios {
    private static final long MIB = 1024 * 1024;

    private static final String MOUNT_OPTIONS =
            """
            while read -r _ point type options _; do
                [ "$point $type" != '/mnt/nfs nfs4' ] || echo "$options"
            done </proc/mounts
            """;

    abstract LinuxMachine client();

    abstract ServerAddress server();

    final NfsMount mount(String options) throws IOException, InterruptedException {
        return NfsMount.mount(client(), server(), options);
    }

    @Test
    void mountsWithVersion41() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            assertThat(mount.run(MOUNT_OPTIONS).split(",", -1))
                    .contains("rw", "vers=4.1", "proto=tcp");
            mount.unmount();
            assertThat(client().run(MOUNT_OPTIONS).stdout()).as("is unmounted").isEmpty();
        }
    }

    @Test
    void mountsWithFourConnections() throws Exception {
        try (NfsMount mount = mount("vers=4.1,nconnect=4")) {
            assertThat(mount.run(MOUNT_OPTIONS).split(",", -1)).contains("vers=4.1", "nconnect=4");
            // work for all of them: the kernel deals out requests in turn
            mount.run("for i in {1..40}; do echo $i >file$i; done");
            assertThat(mount.run("cat file*").lines()).hasSize(40);
            List<Transport> transports =
                    mount.run("cat /proc/self/mountstats")
                            .lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("xprt:"))
                            .map(Transport::parse)
                            .toList();
            assertThat(transports)
                    .hasSize(4)
                    .allSatisfy(transport -> assertThat(transport.received()).isGreaterThan(10))
                    .allSatisfy(transport -> assertThat(transport.unknownXids()).isZero());
            mount.unmount();
        }
    }

    /** A connection's line in mountstats, of which these are the eighth and ninth number. */
    private record Transport(long received, long unknownXids) {
        static Transport parse(String line) {
            String[] words = line.split("\\s+", -1);
            return new Transport(Long.parseLong(words[8]), Long.parseLong(words[9]));
        }
    }

    @Test
    void data64MebibytesAreTheSameAfterRemount() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            String written =
                    mount.run(
                            """
                            head -c 64M /dev/urandom >/tmp/data
                            dd if=/tmp/data of=data bs=1M conv=fsync status=none
                            sha256sum </tmp/data
                            rm /tmp/data
                            """);
            assertThat(mount.runRemounted("sha256sum <data; stat -c %s data").lines())
                    .containsExactly(written, String.valueOf(64 * MIB));
            mount.unmount();
        }
    }

    @Test
    void twoThousandFilesInOneDirectory() throws Exception {
        List<String> names =
                IntStream.rangeClosed(10_001, 12_000).mapToObj(i -> "file" + i).toList();
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run("mkdir d; for i in {10001..12000}; do : >d/file$i; done");
            // without its cache the kernel reads the whole directory from the server
            String listed = mount.runRemounted("ls d; ls -i d >/tmp/before");
            assertThat(listed.lines()).containsExactlyElementsOf(names);
            mount.run(
                    """
                    perl -e 'for (10001..12000) {
                                 rename "d/file$_", "d/renamed$_" or die "file$_: $!\n"
                             }'
                    """);
            listed =
                    mount.runRemounted(
                            "ls d; ls -i d | sed s/renamed/file/ | diff /tmp/before - >&2");
            assertThat(listed.lines())
                    .containsExactlyElementsOf(
                            names.stream().map(name -> name.replace("file", "renamed")).toList());
            // the directory can only be removed when it is empty
            assertThat(mount.run("find d -type f -delete; ls -A d; rmdir d")).isEmpty();
            mount.unmount();
        }
    }

    @Test
    void symbolicLinks() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run(
                    """
                    mkdir sub
                    echo target >sub/file
                    ln -s sub/file relative
                    ln -s "$PWD/sub/file" absolute
                    ln -s nowhere dangling
                    ln -s sub folder
                    """);
            String output =
                    mount.runRemounted(
                            """
                            readlink relative dangling folder
                            cat relative absolute folder/file
                            test -L dangling; test ! -e dangling
                            stat -c '%F %s' relative
                            rm relative
                            test -e sub/file
                            """);
            assertThat(output.lines())
                    .containsExactly(
                            "sub/file",
                            "nowhere",
                            "sub",
                            "target",
                            "target",
                            "target",
                            "symbolic link 8");
            mount.unmount();
        }
    }

    @Test
    void hardLinks() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run(
                    """
                    mkdir sub
                    echo first >one
                    ln one two
                    ln one sub/three
                    echo second >>two
                    if ln sub directory 2>/tmp/why; then exit 1; fi
                    """);
            String output =
                    mount.runRemounted(
                            """
                            stat -c %h one two sub/three
                            test one -ef two; test one -ef sub/three
                            rm one
                            stat -c %h two
                            cat sub/three
                            """);
            assertThat(output.lines()).containsExactly("3", "3", "3", "2", "first", "second");
            mount.unmount();
        }
    }

    @Test
    void sparseFile() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run(
                    """
                    printf start >sparse
                    printf end | dd of=sparse bs=1M seek=4096 conv=notrunc,fsync status=none
                    """);
            String[] sizes = mount.runRemounted("stat -c '%s %b' sparse").split(" ", -1);
            assertThat(Long.parseLong(sizes[0])).isEqualTo(4096 * MIB + 3);
            assertThat(Long.parseLong(sizes[1]) * 512).as("bytes in use").isLessThan(MIB);
            assertThat(mount.run("head -c 5 sparse; echo; tail -c 3 sparse").lines())
                    .containsExactly("start", "end");
            mount.run("dd if=sparse bs=1M skip=2048 count=1 status=none | cmp -n 1M - /dev/zero");
            mount.unmount();
        }
    }

    @Test
    void truncation() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run("printf 0123456789 >f; truncate -s 4 f");
            assertThat(mount.runRemounted("cat f")).isEqualTo("0123");
            mount.run("truncate -s 8 f; printf 89 >>f");
            assertThat(mount.runRemounted("tr '\\0' . <f")).isEqualTo("0123....89");
            mount.run(": >f");
            assertThat(mount.runRemounted("stat -c %s f")).isEqualTo("0");
            mount.unmount();
        }
    }

    @Test
    void permissionsOfTwoUsers() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            String output = mount.run(PERMISSIONS);
            assertThat(output.lines())
                    .containsExactly(
                            "1000:1000 644 public",
                            "1000:1000 600 private",
                            "1000:1000 700 closed",
                            "1000:1000 1777 sticky",
                            "1001 reads: mine",
                            "1000 reads: mine",
                            "1001 reads his own: mine",
                            "1000 reads by group: mine",
                            "1001:1000 640");
            mount.unmount();
        }
    }

    /** Users are shells that take one line after another, which saves starting many. */
    private static final String PERMISSIONS =
            """
            as() {
                setpriv --reuid "$1" --regid "$1" --clear-groups -- bash -euc '
                    refused() {
                        if eval "$1" 2>/tmp/why-$UID; then echo "not refused: $1"; exit 1; fi
                        case $(</tmp/why-$UID) in
                        *"ermission denied"* | *"not permitted"*) ;;
                        *) echo "refused otherwise: $1: $(</tmp/why-$UID)"; exit 1 ;;
                        esac
                    }
                    '"$2"
            }
            as 1000 '
                umask 022
                echo mine >public
                echo mine >private; chmod 600 private
                mkdir closed sticky readable
                for d in closed sticky readable; do echo mine >$d/file; done
                chmod 700 closed; chmod 1777 sticky
            '
            stat -c '%u:%g %a %n' public private closed sticky
            as 1001 '
                echo "1001 reads: $(<public)"
                refused "echo yours >>public"
                refused ": <private"
                refused "chmod 666 private"
                refused "ls closed"
                refused ": <closed/file"
                refused "rm -f sticky/file"
                refused "mv sticky/file sticky/other"
                refused "echo new >readable/new"
                refused "rm -f readable/file"
            '
            as 1000 '
                echo "1000 reads: $(<closed/file)"
                refused "chown 1001 public"
            '
            chown 1001:1001 private
            as 1001 'echo "1001 reads his own: $(<private)"; refused "chown 1000 private"'
            as 1000 'refused ": <private"'
            chgrp 1000 private; chmod 640 private
            as 1000 'echo "1000 reads by group: $(<private)"; refused "echo yours >>private"'
            stat -c '%u:%g %a' private
            """;

    @Test
    void tarInAndOut() throws Exception {
        try (NfsMount mount = mount("vers=4.1")) {
            mount.run(
                    """
                    mkdir -p /tmp/tree/a/b/c /tmp/tree/empty
                    for i in {1..100}; do
                        printf '%s\\n' {1..100} >/tmp/tree/a/b/file$i
                    done
                    head -c 3M /dev/urandom >/tmp/tree/a/big
                    : >/tmp/tree/a/nothing
                    ln -s ../a/big /tmp/tree/a/link
                    ln /tmp/tree/a/big /tmp/tree/a/b/c/hard
                    chown 1000:1001 /tmp/tree/a/b/file7
                    chmod 750 /tmp/tree/a/b; chmod 4711 /tmp/tree/a/nothing
                    touch -d '2001-02-03 04:05:06' /tmp/tree/a/b/file8 /tmp/tree/empty
                    tar -cf /tmp/tree.tar -C /tmp/tree .
                    tar -xpf /tmp/tree.tar
                    """);
            // --compare looks at contents, modes, owners, times, links and sizes
            mount.runRemounted(
                    """
                    tar --compare -f /tmp/tree.tar
                    tar -cf /tmp/back.tar .
                    tar --compare -f /tmp/back.tar -C /tmp/tree
                    rm -r /tmp/tree /tmp/tree.tar /tmp/back.tar
                    """);
            mount.unmount();
        }
    }
}
