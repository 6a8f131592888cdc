package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.CallbackOperation;

import java.io.IOException;

/** Two Linux kernels and the delegations that our own server gives them. */
@RequiresLinuxClient
final class LinuxDelegationTest {
    private static final String OPTIONS = "vers=4.1";

    private static final CountedCalls CALLS = new CountedCalls();

    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.startEager(CALLS);
        one = LinuxClient.boot("delegation-1");
        two = LinuxClient.boot("delegation-2");
    }

    private static NfsMount mount() throws IOException, InterruptedException {
        return NfsMount.mount(one, server.export(), OPTIONS);
    }

    private static NfsMount sameOnTwo(NfsMount mount) throws IOException, InterruptedException {
        return mount.alsoOn(two, server.export(), OPTIONS);
    }

    /** How often a kernel has sent an operation since it has mounted. */
    private static int sent(NfsMount mount, String operation)
            throws IOException, InterruptedException {
        String count =
                mount.run("awk '$1 == \"" + operation + ":\" { print $2 }' /proc/self/mountstats");
        return Integer.parseInt(count);
    }

    @Test
    void fileThatIsReadAgainAndAgainIsOpenedOnce() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            other.run("echo text >shared");
            mount.run("cat shared");
            int before = sent(mount, "OPEN");
            mount.run("for i in 1 2 3 4 5 6 7 8 9 10; do cat shared; done");
            assertThat(sent(mount, "OPEN")).isEqualTo(before);
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    void writerTakesTheReadersDelegationsBackAndAllSeeWhatItWrote() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            for (int round = 1; round <= Effort.of(3, 30); round++) {
                // what was in others' way is not delegated again for a while
                String file = "shared-" + round;
                mount.run("echo one >" + file + "; cat " + file);
                int recalls = CALLS.of(CallbackOperation.CB_RECALL);
                other.run("echo two >" + file);
                assertThat(CALLS.of(CallbackOperation.CB_RECALL)).isGreaterThan(recalls);
                assertThat(mount.run("cat " + file)).isEqualTo("two");
                mount.run("echo three >" + file);
                assertThat(other.run("cat " + file)).isEqualTo("three");
            }
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    void whatAWriterKeepsBackIsSeenByWhoLooksAndByWhoReads() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            mount.run(
                    """
                    mkfifo /tmp/go
                    perl -e '
                        open my $file, ">", "kept" or die "open: $!\\n";
                        syswrite $file, "kept back" or die "write: $!\\n";
                        open my $go, ">", "/tmp/open"; close $go;
                        open $go, "<", "/tmp/go"; <$go>;
                        close $file or die "close: $!\\n"' &
                    echo $! >/tmp/writer
                    until [ -e /tmp/open ]; do kill -0 $!; sleep 0.1; done
                    """);
            int asked = CALLS.of(CallbackOperation.CB_GETATTR);
            assertThat(other.run("stat -c %s kept")).isEqualTo("9");
            assertThat(CALLS.of(CallbackOperation.CB_GETATTR)).isGreaterThan(asked);
            int recalls = CALLS.of(CallbackOperation.CB_RECALL);
            // the kernel begins to write back before it returns the delegation, but does not wait
            other.run("until [ \"$(cat kept)\" = 'kept back' ]; do sleep 0.1; done");
            assertThat(CALLS.of(CallbackOperation.CB_RECALL)).isGreaterThan(recalls);
            mount.run(
                    """
                    echo >/tmp/go
                    while kill -0 $(</tmp/writer) 2>&-; do sleep 0.1; done
                    rm /tmp/go /tmp/open /tmp/writer
                    """);
            other.unmount();
            mount.unmount();
        }
    }

    @Test
    void fileIsRenamedRemovedAndLinkedThoughAnotherKernelReadsIt() throws Exception {
        try (NfsMount mount = mount();
                NfsMount other = sameOnTwo(mount)) {
            other.run("for name in a b c d e; do echo $name >$name; done");
            mount.run("cat a b c d e >/tmp/read");
            other.run("rm a; mv b f; mv c d; ln e g; chmod 600 e");

            assertThat(mount.run("ls; cat f d e g; stat -c '%a %h' e; rm /tmp/read").lines())
                    .containsExactly("d", "e", "f", "g", "b", "c", "e", "e", "600 2");
            other.unmount();
            mount.unmount();
        }
    }
}
