package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.linux.NfsMount;

import java.io.IOException;
import java.time.Duration;

/**
 * Two Linux kernels and the delegations that the server gives them. That a kernel has one is seen
 * by what it does not ask: it opens the file again without OPEN.
 */
final class DelegationScenarios {
    private static final int ATTEMPTS = 3;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 50;

    /** Looks at d until two looks have asked the server nothing, and prints how many have not. */
    private static final String LOOK_UNTIL_SILENT =
            """
            before=-1 silent=0
            for i in 1 2 3 4 5 6 7 8; do
                sleep 1.2
                stat d >/tmp/look; ls d >>/tmp/look; test ! -e d/new
                now=$(awk '$1 == "GETATTR:" { print $2 }' /proc/self/mountstats)
                if [ $now = $before ]; then silent=$((silent + 1)); else silent=0; fi
                [ $silent -lt 2 ] || break
                before=$now
            done
            echo $silent
            """;

    @Check(
            id = "LINUX-401",
            rule =
                    "A writer takes another client's delegation back, and all see what it has"
                            + " written",
            sends = "one client makes a file and reads it again and again, the other writes it",
            accepts = "the delegation is returned, and the next reader reads what was written",
            sections = {"10.4.4", "20.2", "10.4.1"},
            needs = {Need.TWO_MACHINES, Need.DELEGATION})
    void writerTakesTheReadersDelegationBack(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            for (int round = 1; round <= Effort.of(3, 30); round++) {
                // what was in others' way may not be delegated again for a while
                String file = "shared-" + round;
                delegated(cx, mount, other, file);
                int returns = sent(mount, "DELEGRETURN");
                other.run("echo two >" + file);
                awaitMore(cx, mount, "DELEGRETURN", returns);
                Expect.equal("the reader then", "two", mount.run("cat " + file));
                mount.run("echo three >" + file);
                Expect.equal("the writer then", "three", other.run("cat " + file));
            }
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-402",
            rule =
                    "What a client with a write delegation keeps back is seen by who looks and by"
                            + " who reads",
            sends =
                    "one client writes and neither flushes nor closes; the other asks for the size,"
                            + " then reads",
            accepts = "the size that the writer has, and in the end what it has written",
            sections = {"10.4.3", "20.1", "18.7"},
            needs = {Need.TWO_MACHINES, Need.DELEGATION})
    void whatAWriterKeepsBackIsSeen(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            mount.run("echo first >kept");
            int opens = opens(mount);
            mount.run(
                    """
                    mkfifo /tmp/go
                    perl -e '
                        open my $file, "+<", "kept" or die "open: $!\\n";
                        syswrite $file, "kept back" or die "write: $!\\n";
                        open my $go, ">", "/tmp/open"; close $go;
                        open $go, "<", "/tmp/go"; <$go>;
                        close $file or die "close: $!\\n"' &
                    echo $! >/tmp/writer
                    until [ -e /tmp/open ]; do kill -0 $!; sleep 0.1; done
                    """);
            boolean delegated = opens(mount) == opens;
            if (delegated) {
                Expect.equal("size for who looks", "9", other.run("stat -c %s kept"));
                // a kernel begins to write back before it returns the delegation, and does not wait
                other.run("until [ \"$(cat kept)\" = 'kept back' ]; do sleep 0.1; done");
            }
            mount.run(
                    """
                    echo >/tmp/go
                    while kill -0 $(</tmp/writer) 2>&-; do sleep 0.1; done
                    """);
            Expect.equal("after the close", "kept back", other.run("cat kept"));
            other.unmount();
            mount.unmount();
            if (!delegated) {
                throw cx.unsupported("no write delegation was given to who had written the file");
            }
        }
    }

    @Check(
            id = "LINUX-403",
            rule =
                    "A file is removed, renamed, replaced, linked and given another mode though"
                            + " another client has it delegated",
            sends =
                    "one client makes and reads five files, the other changes their names and"
                            + " attributes",
            accepts = "all of it is done, and the first client sees it",
            sections = {"10.4.4", "18.25", "18.26", "18.9"},
            needs = {Need.TWO_MACHINES, Need.DELEGATION})
    void fileIsRenamedRemovedAndLinkedThoughAnotherKernelReadsIt(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            delegated(cx, mount, other, "probe");
            mount.run("rm probe; for name in a b c d e; do echo $name >$name; cat $name; done");
            other.run("rm a; mv b f; mv c d; ln e g; chmod 600 e");
            Expect.lines(
                    "what the reader sees",
                    mount.run("ls; cat f d e g; stat -c '%a %h' e"),
                    "d",
                    "e",
                    "f",
                    "g",
                    "b",
                    "c",
                    "e",
                    "e",
                    "600 2");
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-404",
            rule =
                    "Another client's new name takes a directory delegation back and is seen at"
                            + " once",
            sends = "one client looks at a directory again and again, the other makes a file in it",
            accepts = "the delegation is returned, and the first client sees the file",
            sections = {"18.39", "10.9.4"},
            needs = {Need.TWO_MACHINES, Need.DELEGATION})
    void newNameTakesADirectoryDelegationBack(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        machines.requireKernel(6, 19, "which asks for delegations of directories");
        // attributes that are believed for a second only: who asks no more has a delegation
        try (NfsMount mount = machines.mount("vers=4.1,acdirmin=1,acdirmax=1");
                NfsMount other = machines.sameOnTwo(mount)) {
            String silent = mount.run("mkdir d; echo old >d/old\n" + LOOK_UNTIL_SILENT);
            if (!silent.equals("2")) {
                other.unmount();
                mount.unmount();
                throw cx.unsupported("no delegation of the directory was given");
            }
            int returns = sent(mount, "DELEGRETURN");
            other.run("echo text >d/new");
            awaitMore(cx, mount, "DELEGRETURN", returns);
            String seen = mount.run("until [ -e d/new ]; do sleep 0.1; done; cat d/new; ls d");
            Expect.lines("what is seen then", seen, "text", "new", "old");
            other.unmount();
            mount.unmount();
        }
    }

    /** Has the first client make the file and hold a delegation of it. */
    private static void delegated(CheckContext cx, NfsMount mount, NfsMount other, String file)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            mount.run("echo one >" + file + "; cat " + file);
            int opens = opens(mount);
            mount.run("for i in 1 2 3 4 5; do cat " + file + "; done");
            if (opens(mount) == opens) {
                return;
            }
            mount.run("rm " + file);
        }
        other.unmount();
        mount.unmount();
        throw cx.unsupported("no delegation was given to who reads again and again");
    }

    /** How often a kernel has sent OPEN: it counts those by name and by filehandle apart. */
    private static int opens(NfsMount mount) throws IOException, InterruptedException {
        return sent(mount, "OPEN") + sent(mount, "OPEN_NOATTR");
    }

    /** How often a kernel has sent an operation since it has mounted. */
    private static int sent(NfsMount mount, String operation)
            throws IOException, InterruptedException {
        String count =
                mount.run("awk '$1 == \"" + operation + ":\" { print $2 }' /proc/self/mountstats");
        return Integer.parseInt(count);
    }

    private static void awaitMore(CheckContext cx, NfsMount mount, String operation, int before)
            throws IOException, InterruptedException {
        for (int i = 0; i < POLLS; i++) {
            if (sent(mount, operation) > before) {
                return;
            }
            cx.pause(POLL, "the kernel counts what has been answered");
        }
        Expect.that(false, operation + " by who had the delegation", "one more", "none");
    }
}
