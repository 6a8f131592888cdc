package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.deleg.DelegationPolicy;

/** A kernel that lists a directory while another one writes there under delegations. */
@RequiresLinuxClient
final class LinuxListingTest {
    private static final String OPTIONS = "vers=4.1";

    @Test
    void sizeInAListIsTheWritersThoughTheServerDoesNotAskIt() throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.startForScenarios(DelegationPolicy.EAGER, ServerHooks.NONE);
                LinuxMachine one = SharedMachines.take();
                LinuxMachine two = SharedMachines.take();
                NfsMount mount = NfsMount.mount(one, server.export(), OPTIONS);
                NfsMount other = mount.alsoOn(two, server.export(), OPTIONS)) {
            mount.run(
                    """
                    for i in 1 2 3 4 5 6 7 8; do echo $i >file-$i; done
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
            // the kernel takes the attributes of entries for those of the files
            assertThat(
                            other.run("ls -l | awk '{ print $NF, $5 }' | grep -e kept -e file-8")
                                    .lines())
                    .containsExactly("file-8 2", "kept 9");
            assertThat(other.run("ls -i | awk '$1 < 2'")).as("numbers of files").isEmpty();
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
}
