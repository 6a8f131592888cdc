package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.linux.NfsMount;
import org.nfs41.conformance.linux.ScriptResult;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What people do with a mounted file system, done by a Linux kernel. Each scenario mounts, works in
 * a folder of its own, and unmounts.
 */
final class MountScenarios {
    private static final long MIB = 1024 * 1024;

    private static final String MOUNT_OPTIONS =
            """
            while read -r _ point type options _; do
                [ "$point $type" != '/mnt/nfs nfs4' ] || echo "$options"
            done </proc/mounts
            """;

    @Check(
            id = "LINUX-101",
            rule = "A Linux kernel mounts the export with version 4.1 over TCP, and unmounts it",
            sends = "mount -o vers=4.1, then umount",
            accepts = "the mount table says so before, and nothing after",
            sections = {"18.35", "18.36", "18.37"},
            needs = Need.MACHINE)
    void mountsWithVersion41(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            expectOptions(mount, "rw", "vers=4.1", "proto=tcp");
            mount.unmount();
            ScriptResult after = machines.one().run(MOUNT_OPTIONS);
            Expect.equal("mounted after umount", "", after.stdout());
        }
    }

    @Check(
            id = "LINUX-102",
            rule = "A session works over four connections at once",
            sends = "mount -o vers=4.1,nconnect=4, then 40 files are written and read",
            accepts =
                    "all that was written, and each connection has carried requests and no unknown"
                            + " replies",
            sections = "2.10.5",
            needs = Need.MACHINE)
    void mountsWithFourConnections(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount("vers=4.1,nconnect=4")) {
            expectOptions(mount, "vers=4.1", "nconnect=4");
            // work for all of them: the kernel deals out requests in turn
            mount.run("for i in {1..40}; do echo $i >file$i; done");
            Expect.equal("lines in 40 files", 40L, mount.run("cat file*").lines().count());
            List<Transport> transports =
                    mount.run("cat /proc/self/mountstats")
                            .lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("xprt:"))
                            .map(Transport::parse)
                            .toList();
            Expect.equal("connections", 4, transports.size());
            for (Transport transport : transports) {
                Expect.that(
                        transport.received() > 10 && transport.unknownXids() == 0,
                        "a connection of four",
                        "more than 10 replies and none to an unknown request",
                        transport);
            }
            mount.unmount();
        }
    }

    private static void expectOptions(NfsMount mount, String... expected)
            throws IOException, InterruptedException {
        List<String> options = List.of(mount.run(MOUNT_OPTIONS).split(",", -1));
        Expect.that(
                options.containsAll(List.of(expected)),
                "options in the mount table",
                String.join(",", expected),
                options);
    }

    /** A connection's line in mountstats, of which these are the eighth and ninth number. */
    private record Transport(long received, long unknownXids) {
        static Transport parse(String line) {
            String[] words = line.split("\\s+", -1);
            return new Transport(Long.parseLong(words[8]), Long.parseLong(words[9]));
        }
    }

    @Check(
            id = "LINUX-103",
            rule = "What was written and committed is what is read after a remount",
            sends = "64 MiB of random bytes with fsync, a remount, and all of it is read",
            accepts = "the same checksum and size",
            sections = {"18.32", "18.3", "18.22"},
            needs = Need.MACHINE)
    void data64MebibytesAreTheSameAfterRemount(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            String written =
                    mount.run(
                            """
                            head -c 64M /dev/urandom >/tmp/data
                            dd if=/tmp/data of=data bs=1M conv=fsync status=none
                            sha256sum </tmp/data
                            rm /tmp/data
                            """);
            Expect.lines(
                    "checksum and size",
                    mount.runRemounted("sha256sum <data; stat -c %s data"),
                    written,
                    String.valueOf(64 * MIB));
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-104",
            rule = "A directory of 2,000 entries is listed whole, before and after all are renamed",
            sends =
                    "2,000 files are made, listed after a remount, renamed, listed again and"
                            + " removed",
            accepts =
                    "each name once, with the same file number as before, and an empty directory in"
                            + " the end",
            sections = {"18.23", "18.26"},
            needs = Need.MACHINE)
    void twoThousandFilesInOneDirectory(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        List<String> names =
                IntStream.rangeClosed(10_001, 12_000).mapToObj(i -> "file" + i).toList();
        try (NfsMount mount = machines.mount()) {
            mount.run("mkdir d; for i in {10001..12000}; do : >d/file$i; done");
            // without its cache the kernel reads the whole directory from the server
            String listed = mount.runRemounted("ls d; ls -i d >/tmp/before");
            Expect.lines("names", listed, names);
            mount.run(
                    """
                    perl -e 'for (10001..12000) {
                                 rename "d/file$_", "d/renamed$_" or die "file$_: $!\n"
                             }'
                    """);
            listed =
                    mount.runRemounted(
                            "ls d; ls -i d | sed s/renamed/file/ | diff /tmp/before - >&2");
            Expect.lines(
                    "new names",
                    listed,
                    names.stream().map(name -> name.replace("file", "renamed")).toList());
            // the directory can only be removed when it is empty
            Expect.equal("left over", "", mount.run("find d -type f -delete; ls -A d; rmdir d"));
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-105",
            rule = "Symbolic links hold what was written and are followed by the client",
            sends =
                    "links to a file, to a folder, with an absolute path and to nothing, read after"
                            + " a remount",
            accepts = "the text of each link and the file behind it",
            sections = {"18.24", "18.4"},
            needs = Need.MACHINE)
    void symbolicLinks(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
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
            Expect.lines(
                    "links",
                    output,
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

    @Check(
            id = "LINUX-106",
            rule = "A file has as many names as it was given until they are removed",
            sends =
                    "two more names of a file, one in another folder; then the first is removed; a"
                            + " link of a folder",
            accepts = "one file with the right number of links, and a refusal for the folder",
            sections = {"18.9", "18.25"},
            needs = Need.MACHINE)
    void hardLinks(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
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
            Expect.lines("links and text", output, "3", "3", "3", "2", "first", "second");
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-107",
            rule = "A file of 4 GiB with a hole has its size, its ends and zeros between them",
            sends = "bytes are written at 0 and at 4 GiB, and read after a remount",
            accepts = "the size, the bytes and zeros; WARN if the hole takes room",
            sections = {"18.32", "18.22"},
            needs = Need.MACHINE)
    void sparseFile(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            mount.run(
                    """
                    printf start >sparse
                    printf end | dd of=sparse bs=1M seek=4096 conv=notrunc,fsync status=none
                    """);
            String[] sizes = mount.runRemounted("stat -c '%s %b' sparse").split(" ", -1);
            Expect.equal("size", 4096 * MIB + 3, Long.parseLong(sizes[0]));
            if (Long.parseLong(sizes[1]) * 512 >= MIB) {
                cx.warn("the hole takes room: " + sizes[1] + " blocks of 512 bytes");
            }
            String ends = mount.run("head -c 5 sparse; echo; tail -c 3 sparse");
            Expect.lines("ends", ends, "start", "end");
            mount.run("dd if=sparse bs=1M skip=2048 count=1 status=none | cmp -n 1M - /dev/zero");
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-108",
            rule = "A file is cut, made longer and emptied",
            sends = "truncate to 4 bytes, to 8, and an open that empties",
            accepts = "what is left, zeros behind it, and nothing in the end",
            sections = "18.30",
            needs = Need.MACHINE)
    void truncation(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            mount.run("printf 0123456789 >f; truncate -s 4 f");
            Expect.equal("cut", "0123", mount.runRemounted("cat f"));
            mount.run("truncate -s 8 f; printf 89 >>f");
            Expect.equal("longer", "0123....89", mount.runRemounted("tr '\\0' . <f"));
            mount.run(": >f");
            Expect.equal("emptied", "0", mount.runRemounted("stat -c %s f"));
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-109",
            rule = "Mode bits and owners decide what two users and the superuser may do",
            sends =
                    "two users read, write, rename, remove and change modes of files and folders of"
                            + " one of them",
            accepts = "what POSIX allows is done, all else is refused as not permitted",
            sections = {"5.9", "18.1", "18.30"},
            needs = Need.MACHINE)
    void permissionsOfTwoUsers(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            String output = mount.run(PERMISSIONS);
            Expect.lines(
                    "what came of it",
                    output,
                    "54321:54321 644 public",
                    "54321:54321 600 private",
                    "54321:54321 700 closed",
                    "54321:54321 1777 sticky",
                    "54322 reads: mine",
                    "54321 reads: mine",
                    "54322 reads his own: mine",
                    "54321 reads by group: mine",
                    "54322:54321 640");
            mount.unmount();
        }
    }

    /**
     * Users are shells that take one line after another, which saves starting many. Nobody has a
     * name for their numbers: where the server's machine has one, servers send that instead (5.9),
     * and a client in a container does not know it.
     */
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
            as 54321 '
                umask 022
                echo mine >public
                echo mine >private; chmod 600 private
                mkdir closed sticky readable
                for d in closed sticky readable; do echo mine >$d/file; done
                chmod 700 closed; chmod 1777 sticky
            '
            stat -c '%u:%g %a %n' public private closed sticky
            as 54322 '
                echo "54322 reads: $(<public)"
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
            as 54321 '
                echo "54321 reads: $(<closed/file)"
                refused "chown 54322 public"
            '
            chown 54322:54322 private
            as 54322 'echo "54322 reads his own: $(<private)"; refused "chown 54321 private"'
            as 54321 'refused ": <private"'
            chgrp 54321 private; chmod 640 private
            as 54321 'echo "54321 reads by group: $(<private)"; refused "echo yours >>private"'
            stat -c '%u:%g %a' private
            """;

    @Check(
            id = "LINUX-110",
            rule =
                    "A tree that is unpacked has the contents, modes, owners, times and links it"
                            + " was packed with",
            sends =
                    "tar unpacks a tree of a hundred files; after a remount tar compares it, packs"
                            + " it again and compares that",
            accepts = "no difference",
            sections = {"18.30", "18.9", "18.4"},
            needs = Need.MACHINE)
    void tarInAndOut(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
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
                    chown 54321:54322 /tmp/tree/a/b/file7
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
